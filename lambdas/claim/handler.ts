import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ENV, type LeaseSeconds } from '../../contracts/environment';
import type { ClaimRequest, ClaimResult } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireJson, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { beginExecution } from './begin-execution';

const dependencies = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
    name: requireEnv(ENV.recordsTable),
  },
  clock: systemClock,
  leaseSeconds: requireJson<LeaseSeconds>(ENV.leaseSeconds),
  recordRetentionSeconds: requireNumber(ENV.recordRetentionSeconds),
};

/** First step of a processing execution: may it process this capture? */
export async function handler(request: ClaimRequest): Promise<ClaimResult> {
  const result = await beginExecution(request, dependencies);
  // An error's message may quote the payload; the record keeps it, the log does not.
  const attempt = 'attempt' in result ? result.attempt : undefined;
  logger.info('claim', { id: request.capture.id, attempt, outcome: result.outcome });
  return result;
}
