import { md5OfAttributes } from './attributes-md5';
import type { Message, MessageAttributes } from './message';
import { receiptHandle } from './receipt-handle';

/** A message as ReceiveMessage returns it. */
export interface ReceivedMessage {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  Attributes?: Record<string, string>;
  MessageAttributes?: MessageAttributes;
  MD5OfMessageAttributes?: string;
}

/** Attributes that a receive asked for. */
export interface WantedAttributes {
  /** Names of system attributes, or `All`. */
  system: string[];
  /** Names, prefixes as `name.*`, or `All` or `.*`. */
  message: string[];
}

/** The message with a fresh receipt handle and the attributes asked for. */
export function receivedMessage(
  queueArn: string,
  message: Message,
  wanted: WantedAttributes,
): ReceivedMessage {
  const system = pick(systemAttributes(message), (name) => isWanted(name, wanted.system));
  const attributes = pick(message.attributes, (name) => isWanted(name, wanted.message));
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle(queueArn, message),
    Body: message.body,
    MD5OfBody: message.md5OfBody,
    Attributes: system,
    MessageAttributes: attributes,
    MD5OfMessageAttributes: attributes && md5OfAttributes(attributes),
  };
}

function systemAttributes(message: Message): Record<string, string> {
  const attributes: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
  };
  const present = Object.entries(attributes).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(present);
}

function isWanted(name: string, wanted: string[]): boolean {
  return wanted.some(
    (pattern) =>
      pattern === name ||
      pattern === 'All' ||
      (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -'.*'.length))),
  );
}

function pick<T>(
  values: Record<string, T>,
  wanted: (name: string) => boolean,
): Record<string, T> | undefined {
  const entries = Object.entries(values).filter(([name]) => wanted(name));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
