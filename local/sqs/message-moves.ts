import { type Message, newMessage } from './message';

/** The message as it arrives in the dead-letter queue of `source`: same id, group, attributes and receives. */
export function deadLetterOf(message: Message, source: { arn: string; fifo: boolean }, now: number): Message {
  return {
    ...message,
    deadLetterSourceArn: source.arn,
    receipt: 0,
    // "When a message is moved from a FIFO queue to a FIFO DLQ, the original message's deduplication ID will be replaced with
    // the original message's ID": SQS Developer Guide, "Learn how to configure a dead-letter queue redrive".
    deduplicationId: source.fifo ? message.id : undefined,
    // "For standard queues, the expiration of a message is always based on its original enqueue timestamp … For FIFO
    // queues, the enqueue timestamp resets": SQS Developer Guide, "Using dead-letter queues".
    sentAt: source.fifo ? now : message.sentAt,
  };
}

/** The message as a move task delivers it: new id, new retention, no receives. */
export function movedMessageOf(message: Message, now: number): Message {
  const { groupId, deduplicationId, body, attributes, senderId, traceHeader } = message;
  return newMessage({ groupId, deduplicationId, body, attributes, senderId, traceHeader }, now);
}
