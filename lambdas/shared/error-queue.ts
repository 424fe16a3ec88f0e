import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { isNamed } from './infrastructure-error';

/** The error queue of a region. */
export interface ErrorQueue {
  client: Pick<SQSClient, 'send'>;
  queueUrl: string;
}

/** What goes to an error queue: a message as it was, or one that names a capture. */
export interface ErrorMessage {
  body: string;
  /** What its sender said beside the body; kept whatever the size. */
  attributes?: Record<string, string>;
  /**
   * Where the error queue is a FIFO queue: which message of which group it is. The group stays, and its own id deduplicates it, as
   * when SQS itself moves it (SQS Developer Guide, "Learn how to configure a dead-letter queue redrive"): a copy that is sent again is
   * dropped, while a message that was moved back has got a new id.
   */
  fifo?: { messageId: string; groupId: string };
}

/** Why a message goes to the error queue. */
export interface MoveReason {
  reason: string;
  /** Absent when there is no record to count them. */
  attempts?: number;
  id?: string;
}

type Attributes = Record<string, MessageAttributeValue>;

/**
 * Sends a message to an error queue with its reason. Attributes count towards a message's size: where there is no room for
 * all, the attempts alone go with it, for a redrive rests on them.
 */
export async function sendToErrorQueue(
  queue: ErrorQueue,
  message: ErrorMessage,
  { reason, attempts, id }: MoveReason,
): Promise<void> {
  const kept: Attributes = {
    ...Object.fromEntries(
      Object.entries(message.attributes ?? {}).map(([name, value]) => [name, textAttribute(value)]),
    ),
    ...(attempts !== undefined && { [ERROR_ATTRIBUTES.attempts]: numberAttribute(attempts) }),
  };
  const told: Attributes = {
    [ERROR_ATTRIBUTES.reason]: textAttribute(reason),
    ...(id !== undefined && { [ERROR_ATTRIBUTES.id]: textAttribute(id) }),
  };
  try {
    await send(queue, message, { ...told, ...kept });
  } catch (thrown) {
    if (!isRefusedForSize(thrown)) throw thrown;
    await send(queue, message, kept);
  }
}

async function send(
  { client, queueUrl }: ErrorQueue,
  { body, fifo }: ErrorMessage,
  attributes: Attributes,
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageAttributes: attributes,
      ...(fifo && { MessageGroupId: fifo.groupId, MessageDeduplicationId: fifo.messageId }),
    }),
  );
}

/**
 * SQS says "too long" with either (SQS API reference, SendMessage and SendMessageBatch); the first can mean something else
 * as well, but then the shorter message is refused, too.
 */
function isRefusedForSize(thrown: unknown): boolean {
  return ['InvalidParameterValue', 'BatchRequestTooLong'].some((code) => isNamed(thrown, code));
}

/** Characters that SQS accepts (SQS API reference, SendMessage); others would make it refuse the message. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function textAttribute(text: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: legalText(text) };
}

function numberAttribute(value: number): MessageAttributeValue {
  return { DataType: 'Number', StringValue: String(value) };
}

function legalText(text: string): string {
  return text.slice(0, 1000).replace(ILLEGAL, '\u{FFFD}') || '(none)';
}
