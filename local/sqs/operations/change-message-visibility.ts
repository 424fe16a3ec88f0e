import type { JsonOperation } from '../../protocol/json-operation';
import { changeVisibility } from '../change-visibility';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  ReceiptHandle: string;
  /** Seconds from now, 0–43,200. */
  VisibilityTimeout: number;
}

export const changeMessageVisibility: JsonOperation<SqsService, Input, void> = {
  action: 'sqs:ChangeMessageVisibility',
  resource: queueArnOf,
  run: (input, sqs, context) =>
    changeVisibility(findQueue(input, sqs, context), input.ReceiptHandle, input.VisibilityTimeout),
};
