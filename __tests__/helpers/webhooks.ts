import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { parseWebhookSecret, type WebhookSecrets, type WebhookSource } from '../../contracts/webhooks';
import { cachedSecret } from '../../lambdas/shared/cached-secret';
import { receiveWebhook, type WebhookEvent } from '../../lambdas/webhook/receive-webhook';
import { answering } from './answering';
import { ManualClock } from './manual-clock';
import { RecordedLog } from './recorded-log';

/** When the tests take place, epoch ms. */
export const NOW = 1_700_000_000_000;

/** What a provider posts. */
export interface Delivery {
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Path parameter. */
  source?: string;
  method?: string;
  query?: Record<string, string>;
  /** API Gateway's extended request id. */
  requestId?: string;
}

/** The receiver of a region with one source and its secrets; what it stored and logged is kept. */
export function webhookReceiver(
  source: WebhookSource,
  value: WebhookSecrets | Error | string = {},
  { name = 'acme', toleranceSeconds = 300 } = {},
) {
  const clock = new ManualClock(NOW);
  const log = new RecordedLog();
  let secret = value;
  let failure: Error | undefined;
  const secrets = answering(new SecretsManagerClient({ region: 'eu-west-2' }), {
    GetSecretValueCommand: () => {
      if (secret instanceof Error) throw secret;
      return { SecretString: typeof secret === 'string' ? secret : JSON.stringify(secret) };
    },
  });
  const s3 = answering(new S3Client({ region: 'eu-west-2' }), {
    PutObjectCommand: () => {
      if (failure) throw failure;
      return {};
    },
  });
  const readSecrets = cachedSecret(
    { client: secrets.client, secretId: 'test-webhooks', cacheSeconds: 60, clock },
    parseWebhookSecret,
  );
  const dependencies = {
    sources: { [name]: source },
    toleranceSeconds,
    region: 'eu-west-2',
    readSecrets,
    store: { client: s3.client, bucket: 'captures' },
    clock,
    log,
  };
  return {
    clock,
    log,
    stored: s3.asked,
    secretReads: secrets.asked,
    setSecrets: (next: WebhookSecrets | Error) => {
      secret = next;
    },
    failStorage: (error: Error) => {
      failure = error;
    },
    post: async (delivery: Delivery) => {
      const answer = await receiveWebhook(eventOf(delivery), dependencies);
      return { code: answer.statusCode, ...bodyOf(answer) };
    },
    ask: (delivery: Delivery) => receiveWebhook(eventOf(delivery), dependencies),
  };
}

function bodyOf({ body }: APIGatewayProxyResult): { message?: string; id?: string; status?: string } {
  return JSON.parse(body) as { message?: string; id?: string; status?: string };
}

/** The event of API Gateway's proxy integration, whose binary bodies are Base64. */
function eventOf(delivery: Delivery): WebhookEvent {
  const {
    headers = {},
    body = '',
    source = 'acme',
    method = 'POST',
    query,
    requestId,
  } = {
    requestId: 'request1',
    ...delivery,
  };
  return {
    httpMethod: method,
    headers,
    pathParameters: { source },
    queryStringParameters: query ?? null,
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
    requestContext: {
      extendedRequestId: requestId,
      requestTimeEpoch: NOW,
      identity: { sourceIp: '192.0.2.1' },
    },
  };
}
