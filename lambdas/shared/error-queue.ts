import { type MessageAttributeValue, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { isNamed } from './infrastructure-error';

/** The error queue of a region. */
export interface ErrorQueue {
  client: Pick<SQSClient, 'send'>;
  queueUrl: string;
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
  body: string,
  { reason, attempts, id }: MoveReason,
): Promise<void> {
  const counted: Attributes =
    attempts === undefined ? {} : { [ERROR_ATTRIBUTES.attempts]: numberAttribute(attempts) };
  const told: Attributes = {
    [ERROR_ATTRIBUTES.reason]: textAttribute(reason),
    ...(id !== undefined && { [ERROR_ATTRIBUTES.id]: textAttribute(id) }),
  };
  try {
    await send(queue, body, { ...told, ...counted });
  } catch (thrown) {
    if (!isRefusedForSize(thrown)) throw thrown;
    await send(queue, body, counted);
  }
}

async function send({ client, queueUrl }: ErrorQueue, body: string, attributes: Attributes): Promise<void> {
  await client.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, MessageAttributes: attributes }),
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
