import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import {
  parseWebhookSecret,
  WEBHOOK_CACHE_SECONDS,
  type WebhookConfiguration,
} from '../../contracts/webhooks';
import { cachedSecret } from '../shared/cached-secret';
import { clientConfig, hasOwnEndpoint } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireJson } from '../shared/environment';
import { logger } from '../shared/logger';
import { receiveWebhook } from './receive-webhook';

const dependencies = {
  ...requireJson<WebhookConfiguration>(ENV.webhooks),
  region: requireEnv('AWS_REGION'),
  readSecrets: cachedSecret(
    {
      client: new SecretsManagerClient(clientConfig({ requestTimeoutMs: 2000, maxAttempts: 2 })),
      secretId: requireEnv(ENV.webhookSecret),
      cacheSeconds: WEBHOOK_CACHE_SECONDS,
      clock: systemClock,
    },
    parseWebhookSecret,
  ),
  store: {
    // Not every provider sends again, and S3 may have closed a connection that was kept. Both tries end before GitHub gives up, after 10 s.
    client: new S3Client({
      ...clientConfig({ requestTimeoutMs: 4000, maxAttempts: 2 }),
      forcePathStyle: hasOwnEndpoint(),
    }),
    bucket: requireEnv(ENV.captureBucket),
  },
  clock: systemClock,
  log: logger,
};

/** `POST /webhooks/{source}`, and the challenges that come by GET. */
export function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return receiveWebhook(event, dependencies);
}
