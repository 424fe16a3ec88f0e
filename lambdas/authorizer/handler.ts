import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { authorizeRequest } from './authorize-request';
import { cachedTokens } from './cached-tokens';

const tokenHeader = requireEnv(ENV.tokenHeader);
const readTokens = cachedTokens({
  client: new SecretsManagerClient(clientConfig({ requestTimeoutMs: 2000, maxAttempts: 2 })),
  secretId: requireEnv(ENV.tokenSecret),
  cacheSeconds: requireNumber(ENV.secretCacheSeconds),
  clock: systemClock,
  log: logger,
});

/** REQUEST authorizer of an ingest region's API. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const answer = await authorizeRequest(event, { tokenHeader, readTokens });
  logger.info('authorized', {
    effect: answer.policyDocument.Statement[0]?.Effect,
    principal: answer.principalId,
  });
  return answer;
}
