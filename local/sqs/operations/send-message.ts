import type { JsonOperation } from '../../protocol/json-operation';
import { checkMessage, type SendInput } from '../message-checks';
import { findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import { type SendOutput, sendOutput } from '../send-output';
import type { SqsService } from '../service';

export const sendMessage: JsonOperation<SqsService, QueueInput & SendInput, SendOutput> = {
  action: 'sqs:SendMessage',
  resource: queueArnOf,
  run: (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    const content = checkMessage(input, queue, context.caller.principal);
    return sendOutput(input, queue.send(content, input.DelaySeconds));
  },
};
