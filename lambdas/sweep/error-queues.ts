import { SQSClient } from '@aws-sdk/client-sqs';
import { errorQueueName } from '../../contracts/naming';
import { clientConfig } from '../shared/client-config';
import type { ErrorQueue } from '../shared/error-queue';
import { queueUrlOf } from '../shared/queue-url';

/** One second to connect, three to answer: a region that is away holds up its own captures only. */
const SEND_TIMEOUT_MS = 3000;

/** Finds the error queue of a region; clients and URLs are kept. */
export function errorQueues(name: string): (region: string) => Promise<ErrorQueue> {
  const known = new Map<string, ErrorQueue>();
  return async (region) => {
    const found = known.get(region);
    if (found) return found;
    const client = new SQSClient(clientConfig({ region, requestTimeoutMs: SEND_TIMEOUT_MS }));
    try {
      const queue = { client, queueUrl: await queueUrlOf(client, errorQueueName(name)) };
      known.set(region, queue);
      return queue;
    } catch (thrown) {
      client.destroy();
      throw thrown;
    }
  };
}
