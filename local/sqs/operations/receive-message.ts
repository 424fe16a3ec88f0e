import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { MAX_IN_FLIGHT } from '../queue';
import { checkRange, findQueue, type QueueInput, queueArnOf } from '../queue-lookup';
import { type ReceivedMessage, receivedMessage } from '../received-message';
import type { SqsService } from '../service';

interface Input extends QueueInput {
  MaxNumberOfMessages?: number;
  VisibilityTimeout?: number;
  WaitTimeSeconds?: number;
  /** The older name of MessageSystemAttributeNames. */
  AttributeNames?: string[];
  MessageSystemAttributeNames?: string[];
  MessageAttributeNames?: string[];
}

interface Output {
  Messages?: ReceivedMessage[];
}

export const receiveMessage: JsonOperation<SqsService, Input, Output> = {
  action: 'sqs:ReceiveMessage',
  resource: queueArnOf,
  run: async (input, sqs, context) => {
    const queue = findQueue(input, sqs, context);
    checkRange('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
    checkRange('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
    checkRange('WaitTimeSeconds', input.WaitTimeSeconds, 0, 20);
    if (!queue.settings.fifo && queue.counts().inFlight >= MAX_IN_FLIGHT) {
      throw new AwsError('OverLimit', `Too many messages in flight: ${MAX_IN_FLIGHT}.`, 403);
    }
    const messages = await queue.receive(
      {
        maxMessages: input.MaxNumberOfMessages ?? 1,
        visibilityTimeoutSeconds: input.VisibilityTimeout,
      },
      input.WaitTimeSeconds ?? queue.settings.receiveWaitTimeSeconds,
      context.signal,
    );
    const names = {
      system: input.MessageSystemAttributeNames ?? input.AttributeNames ?? [],
      message: input.MessageAttributeNames ?? [],
    };
    const received = messages.map((message) => receivedMessage(queue.arn, message, names));
    return received.length > 0 ? { Messages: received } : {};
  },
};
