import { SFNClient } from '@aws-sdk/client-sfn';
import type { Context } from 'aws-lambda';
import { workflowTypeOf } from '../../contracts/capture';
import { ENV, type LaneSettings } from '../../contracts/environment';
import type { QueueKind } from '../../contracts/naming';
import type { LaneReport, LaneRequest } from '../../contracts/processing';
import { clientConfig } from '../shared/client-config';
import { systemClock } from '../shared/clock';
import { requireEnv, requireJson } from '../shared/environment';
import { logger } from '../shared/logger';
import { regionalS3 } from '../shared/regional-s3';
import { standardDependencies } from '../shared/standard/standard-dependencies';
import { startStandard } from '../shared/standard/start-standard';
import { drainLane } from './drain-lane';
import { parseNotification } from './parse-notification';
import { regionalQueues } from './regional-queues';
import type { ReadCaptures } from './settle-message';
import { type StartProcessing, workflowStarter } from './start-processing';
import { storeMessage } from './store-message';

/** A message has at most 128 KB; further attempts are harmless, for the first that arrives is the only one that counts. */
const STORE_TIMEOUT_MS = 3000;

const settings = requireJson<LaneSettings>(ENV.laneSettings);
const name = requireEnv(ENV.name);
const processingArn = requireEnv(ENV.processingArn);
const standard = standardDependencies(settings);
const s3 = regionalS3({ requestTimeoutMs: STORE_TIMEOUT_MS, maxSockets: settings.maxInFlight });
const dependencies = {
  name,
  settings,
  clock: systemClock,
  log: logger,
  openQueue: regionalQueues(name, settings),
};

/** What a message brings: captures that S3 has told of, or one that has yet to be stored. */
const READERS: Record<QueueKind, ReadCaptures> = {
  captures: async ({ body }, scope) => parseNotification(body, scope),
  messages: async (message, scope) => [await storeMessage(message, scope, s3)],
};

/** A second attempt would be a second execution: an answer that is lost must stay unknown. */
const sfnConfig = () =>
  clientConfig({
    maxAttempts: 1,
    requestTimeoutMs: (settings.executionTimeoutSeconds + 1) * 1000,
    maxSockets: settings.maxInFlight,
  });

/** One lane of a drain: takes captures from a queue of one region for about a minute. */
export async function handler(request: LaneRequest, context: Context): Promise<LaneReport> {
  const endsAt = systemClock.now() + context.getRemainingTimeInMillis();
  const accountId = context.invokedFunctionArn.split(':')[4] ?? '';
  // A client per lane: a connection that went stale while the function was frozen would look like a lost answer.
  const client = new SFNClient(sfnConfig());
  try {
    const runExpress = workflowStarter({ client, processingArn });
    const startProcessing: StartProcessing = (capture, timeoutMs) =>
      workflowTypeOf(capture.channel) === 'STANDARD'
        ? startStandard(capture, standard)
        : runExpress(capture, timeoutMs);
    const report = await drainLane(
      { ...request, accountId, endsAt },
      { ...dependencies, readCaptures: READERS[request.queue], startProcessing },
    );
    logger.info('lane', { ...report });
    return report;
  } finally {
    client.destroy();
  }
}
