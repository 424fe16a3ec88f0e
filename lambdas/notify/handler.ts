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
import { notifyDeadlines } from './deadlines';
import { notifyClient } from './notify-client';

const dependencies = {
  table: {
    client: new DynamoDBClient(clientConfig({ requestTimeoutMs: 2000 })),
    name: requireEnv(ENV.recordsTable),
  },
  s3: regionalS3({ requestTimeoutMs: 2000 }),
  post: connections(requireEnv(ENV.dnsSuffix)),
  clock: systemClock,
  log: logger,
};

/** Last step of a WebSocket message: tells its client how it has ended. */
export async function handler(
  request: NotifyRequest,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<NotifyResult> {
  const deadlines = notifyDeadlines(systemClock.now(), context.getRemainingTimeInMillis());
  const result = await notifyClient(request, deadlines, dependencies);
  logger.info('notify', { id: request.capture.id, outcome: result.outcome });
  return result;
}
