import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

/** Least time between two purges of one queue, ms. Source: SQS API reference, PurgeQueue. */
const PURGE_INTERVAL_MS = 60_000;

export const purgeQueue: JsonOperation<SqsService, QueueInput, void> = {
  action: 'sqs:PurgeQueue',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    if (queue.purgedAt + PURGE_INTERVAL_MS > sqs.now()) {
      throw new AwsError(
        'PurgeQueueInProgress',
        `Only one PurgeQueue operation on ${queue.settings.name} is allowed every 60 seconds.`,
        403,
      );
    }
    queue.purge();
  },
};
