import type { JsonOperation } from '../../protocol/json-operation';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

/** The lower-case member is SQS's own spelling. */
interface Output {
  queueUrls: string[];
}

export const listDeadLetterSourceQueues: JsonOperation<SqsService, QueueInput, Output> = {
  action: 'sqs:ListDeadLetterSourceQueues',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const sources = sqs.sourcesOf(findQueue(input, sqs, context));
    return { queueUrls: sources.map((queue) => sqs.queueUrl(queue)) };
  },
};
