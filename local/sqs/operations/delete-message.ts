import type { JsonOperation } from '../../protocol/json-operation';
import { deleteReceived } from '../delete-received';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  ReceiptHandle: string;
}

export const deleteMessage: JsonOperation<SqsService, Input, void> = {
  action: 'sqs:DeleteMessage',
  resource: queueArnOf,
  run: (input, sqs, context) => deleteReceived(findQueue(input, sqs, context), input.ReceiptHandle),
};
