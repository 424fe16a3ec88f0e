import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LaneSettings } from '../../contracts/environment';
import { captureQueueName, errorQueueName } from '../../contracts/naming';
import { clientConfig } from '../shared/client-config';
import { CaptureQueue, type QueueConnection } from './capture-queue';

/** Deletes, releases and moves are short calls; a second attempt of any of them is harmless. */
const CONTROL_TIMEOUT_MS = 3000;
/** What a poll's socket may be silent, milliseconds: the longest wait of SQS, 20 s, and a slow round trip. */
const POLL_TIMEOUT_MS = 22_000;

/** Connects to the queues of a region; what is connected is kept for the next lane. */
export function regionalQueues(
  name: string,
  settings: LaneSettings,
): (region: string) => Promise<CaptureQueue> {
  const known = new Map<string, CaptureQueue>();
  return async (region) => {
    const queue = known.get(region) ?? new CaptureQueue(await connect(region, name, settings));
    known.set(region, queue);
    return queue;
  };
}

async function connect(region: string, name: string, settings: LaneSettings): Promise<QueueConnection> {
  const control = new SQSClient(
    clientConfig({
      region,
      requestTimeoutMs: CONTROL_TIMEOUT_MS,
      maxAttempts: 2,
      maxSockets: settings.maxInFlight + 1,
    }),
  );
  const polls = new SQSClient(
    clientConfig({ region, requestTimeoutMs: POLL_TIMEOUT_MS, maxAttempts: 1, maxSockets: settings.polls }),
  );
  const [queueUrl, errorQueueUrl] = await Promise.all([
    queueUrlOf(control, captureQueueName(name)),
    queueUrlOf(control, errorQueueName(name)),
  ]);
  return { polls, control, queueUrl, errorQueueUrl };
}

async function queueUrlOf(client: SQSClient, queueName: string): Promise<string> {
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queueName }));
  if (!QueueUrl) throw new Error(`no URL for queue ${queueName}`);
  return QueueUrl;
}
