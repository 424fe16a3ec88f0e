import type { JsonOperation } from '../../protocol/json-operation';
import { type BatchEntry, type BatchOutput, runBatch } from '../batch';
import { deleteReceived } from '../delete-received';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  Entries: (BatchEntry & { ReceiptHandle: string })[];
}

export const deleteMessageBatch: JsonOperation<SqsService, Input, BatchOutput<BatchEntry>> = {
  action: 'sqs:DeleteMessage',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    return runBatch(input.Entries, ({ ReceiptHandle }) => {
      deleteReceived(queue, ReceiptHandle);
      return {};
    });
  },
};
