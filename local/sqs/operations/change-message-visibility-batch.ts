import type { JsonOperation } from '../../protocol/json-operation';
import { type BatchEntry, type BatchOutput, runBatch } from '../batch';
import { changeVisibility } from '../change-visibility';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  Entries: (BatchEntry & { ReceiptHandle: string; VisibilityTimeout?: number })[];
}

export const changeMessageVisibilityBatch: JsonOperation<SqsService, Input, BatchOutput<BatchEntry>> = {
  action: 'sqs:ChangeMessageVisibility',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    return runBatch(input.Entries, ({ ReceiptHandle, VisibilityTimeout }) => {
      changeVisibility(queue, ReceiptHandle, VisibilityTimeout ?? queue.settings.visibilityTimeoutSeconds);
      return {};
    });
  },
};
