import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ENV, type RetrySettings } from '../../contracts/environment';
import type { FailRequest, FailResult } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireJson } from '../shared/environment';
import { logger } from '../shared/logger';
import { recordFailure } from './record-failure';

const dependencies = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
    name: requireEnv(ENV.recordsTable),
  },
  clock: systemClock,
  retry: requireJson<RetrySettings>(ENV.retrySettings),
};

/** Last step of an execution that went wrong: records whose trouble it was. */
export async function handler(request: FailRequest): Promise<FailResult> {
  const result = await recordFailure(request, dependencies);
  // The error's message may quote the payload; the record keeps it, the log does not.
  const error = 'error' in result ? result.error.name : undefined;
  logger.info('fail', { id: request.capture.id, attempt: request.attempt, outcome: result.outcome, error });
  return result;
}
