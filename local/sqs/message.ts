import { createHash, randomUUID } from 'node:crypto';

/** A message attribute as the SQS API carries it; binary values stay base64. */
export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

export type MessageAttributes = Record<string, MessageAttribute>;

/** `visible` may be received now; `gone` was deleted, moved away or expired. */
export type MessageState = 'delayed' | 'visible' | 'inFlight' | 'gone';

/** What a sender gives. */
export interface MessageContent {
  body: string;
  attributes: MessageAttributes;
  /** `AWSTraceHeader`, the one system attribute that a sender may set. */
  traceHeader?: string;
  senderId: string;
  groupId?: string;
  deduplicationId?: string;
}

/** A message in a queue. */
export interface Message extends MessageContent {
  id: string;
  md5OfBody: string;
  /** Epoch ms; survives the move to a standard dead-letter queue. */
  sentAt: number;
  firstReceivedAt?: number;
  receiveCount: number;
  /** 20 digits, rising within a FIFO queue. */
  sequenceNumber?: string;
  /** ARN of the queue whose redrive policy moved the message. */
  deadLetterSourceArn?: string;
  state: MessageState;
  /** When a delayed or in-flight message becomes visible, epoch ms. */
  wakeAt: number;
  /** Counts receives in this queue; the newest receipt handle carries it. */
  receipt: number;
}

/** A new message, visible at once. */
export function newMessage(content: MessageContent, now: number): Message {
  return {
    ...content,
    id: randomUUID(),
    md5OfBody: createHash('md5').update(content.body).digest('hex'),
    sentAt: now,
    receiveCount: 0,
    state: 'visible',
    wakeAt: now,
    receipt: 0,
  };
}
