import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { ENV } from '../../contracts/environment';
import type { NotifyRequest, NotifyResult } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv } from '../shared/environment';
import { logger } from '../shared/logger';
import { regionalS3 } from '../shared/regional-s3';
import { connections } from './connections';
import { notifyClient } from './notify-client';

const dependencies = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
    name: requireEnv(ENV.recordsTable),
  },
  s3: regionalS3({ requestTimeoutMs: 2000 }),
  post: connections(requireEnv(ENV.dnsSuffix)),
  clock: systemClock,
};

/** Share of the function's time in which the first of two equal messages is waited for; the rest is for the post. */
const WAITING_SHARE = 1 / 2;

/** Last step of a WebSocket message: tells its client how it has ended. */
export async function handler(
  request: NotifyRequest,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<NotifyResult> {
  const until = systemClock.now() + context.getRemainingTimeInMillis() * WAITING_SHARE;
  const result = await notifyClient(request, until, dependencies);
  logger.info('notify', { id: request.capture.id, outcome: result.outcome });
  return result;
}
