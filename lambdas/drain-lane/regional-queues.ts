import { SQSClient } from '@aws-sdk/client-sqs';
import type { LaneSettings } from '../../contracts/environment';
import { type QueueKind, queueNames } from '../../contracts/naming';
import { clientConfig } from '../shared/client-config';
import { queueUrlOf } from '../shared/queue-url';
import { LaneQueue, type QueueConnection } from './lane-queue';

/** Deletes, releases and moves are short calls; a further attempt of any of them is harmless. */
const CONTROL_TIMEOUT_MS = 3000;
/** What a poll's socket may be silent, milliseconds: the longest wait of SQS, 20 s, and a slow round trip. */
const POLL_TIMEOUT_MS = 22_000;

/** What is known of a region's queues from one lane to the next. */
type Known = Omit<QueueConnection, 'polls' | 'kind'>;

/**
 * Connects to a queue of a region and its error queue. The URLs and the client of the short calls are kept for the next lane, which
 * survives a connection that has gone stale by its attempts; the polls are the lane's own.
 */
export function regionalQueues(
  name: string,
  settings: LaneSettings,
): (region: string, kind: QueueKind) => Promise<LaneQueue> {
  const known = new Map<string, Known>();
  return async (region, kind) => {
    const place = `${region}/${kind}`;
    const connection = known.get(place) ?? (await connect(region, queueNames(name, kind), settings));
    known.set(place, connection);
    return new LaneQueue({ kind, ...connection, polls: pollClient(region, settings) });
  };
}

function pollClient(region: string, { polls }: LaneSettings): SQSClient {
  return new SQSClient(
    clientConfig({ region, requestTimeoutMs: POLL_TIMEOUT_MS, maxAttempts: 2, maxSockets: polls }),
  );
}

async function connect(
  region: string,
  names: ReturnType<typeof queueNames>,
  settings: LaneSettings,
): Promise<Known> {
  const control = new SQSClient(
    clientConfig({
      region,
      requestTimeoutMs: CONTROL_TIMEOUT_MS,
      maxAttempts: 3,
      maxSockets: settings.maxInFlight + 1,
    }),
  );
  try {
    const [queueUrl, errorQueueUrl] = await Promise.all([
      queueUrlOf(control, names.queue),
      queueUrlOf(control, names.errorQueue),
    ]);
    return { control, queueUrl, errorQueueUrl };
  } catch (thrown) {
    control.destroy();
    throw thrown;
  }
}
