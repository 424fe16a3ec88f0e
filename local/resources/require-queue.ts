import type { Queue } from '../sqs/queue';
import type { SqsService } from '../sqs/service';

/** The queue of a URL that a resource configures. @throws Error when the region has none */
export function requireQueueByUrl(sqs: SqsService, region: string, url: unknown): Queue {
  const name = String(url).split('/').pop() ?? '';
  const queue = sqs.queueOf(sqs.queueArn(region, name));
  if (!queue) {
    throw new Error(`queue_url: ${url} does not exist in ${region}`);
  }
  return queue;
}
