import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { processors } from '#processors';
import { ENV } from '../../contracts/environment';
import type { ProbeRequest, ProcessRequest, ProcessResult } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireNumber } from '../shared/environment';
import { logger } from '../shared/logger';
import { regionalS3 } from '../shared/regional-s3';
import { endingSignal } from './before-end';
import { processCapture } from './process-capture';

/** From the request to the first byte, milliseconds; how long a body may be silent is the reader's business. */
const FIRST_BYTE_TIMEOUT_MS = 5000;

const dependencies = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
    name: requireEnv(ENV.recordsTable),
  },
  // A processor may take its time between two reads, which a socket time-out would punish.
  s3: regionalS3({ requestTimeoutMs: FIRST_BYTE_TIMEOUT_MS, socketTimeoutMs: 0 }),
  clock: systemClock,
  log: logger,
  processors,
  recordRetentionSeconds: requireNumber(ENV.recordRetentionSeconds),
};

/** Runs the user's code on one capture. A probe only shows that the function can run. */
export async function handler(
  request: ProcessRequest | ProbeRequest,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<ProcessResult | { status: 'OK' }> {
  if ('probe' in request) return { status: 'OK' };
  const ending = endingSignal(context.getRemainingTimeInMillis());
  const result = await processCapture(request, { ...dependencies, ending });
  logger.info('process', { id: request.capture.id, attempt: request.attempt, outcome: result.status });
  return result;
}
