import { createHash } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import type { MessageAttributes, MessageContent } from './message';
import { messageBytes } from './message-size';
import type { Queue } from './queue';
import { checkRange, invalidParameter, missingParameter } from './queue-lookup';

/** A message as SendMessage and the entries of SendMessageBatch carry it. */
export interface SendInput {
  MessageBody: string;
  DelaySeconds?: number;
  MessageAttributes?: MessageAttributes;
  MessageSystemAttributes?: MessageAttributes;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
}

const MAX_ATTRIBUTES = 10;
/** Characters that XML 1.0 allows; SQS refuses all others. */
const LEGAL_TEXT = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u;
const ATTRIBUTE_NAME = /^(?!aws\.|amazon\.|\.)(?!.*\.$)(?!.*\.\.)[A-Za-z0-9_.-]{1,256}$/i;
const ATTRIBUTE_TYPE = /^(String|Number|Binary)(\..{1,249})?$/;
const FIFO_ID = /^[A-Za-z0-9!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]{1,128}$/;

/** Checks a message against its queue. @throws AwsError as SQS refuses it */
export function checkMessage(input: SendInput, queue: Queue, senderId: string): MessageContent {
  if (typeof input.MessageBody !== 'string' || input.MessageBody === '') {
    throw missingParameter('MessageBody');
  }
  if (!LEGAL_TEXT.test(input.MessageBody)) {
    throw new AwsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  const attributes = input.MessageAttributes ?? {};
  checkAttributes(attributes);
  checkSize(input.MessageBody, attributes, queue.settings.maxMessageBytes);
  const content: MessageContent = {
    body: input.MessageBody,
    attributes,
    senderId,
    traceHeader: input.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
    groupId: checkFifoId('MessageGroupId', input.MessageGroupId),
    deduplicationId: checkFifoId('MessageDeduplicationId', input.MessageDeduplicationId),
  };
  return queue.settings.fifo ? checkFifo(content, input, queue) : checkStandard(content, input);
}

function checkStandard(content: MessageContent, { DelaySeconds }: SendInput): MessageContent {
  checkRange('DelaySeconds', DelaySeconds, 0, 900);
  if (content.deduplicationId !== undefined) {
    throw notForThisQueueType('MessageDeduplicationId', content.deduplicationId);
  }
  return content;
}

function checkFifo(
  content: MessageContent,
  { DelaySeconds }: SendInput,
  { settings }: Queue,
): MessageContent {
  if (DelaySeconds) {
    throw notForThisQueueType('DelaySeconds', DelaySeconds);
  }
  if (content.groupId === undefined) {
    throw missingParameter('MessageGroupId');
  }
  if (content.deduplicationId !== undefined) {
    return content;
  }
  if (!settings.contentBasedDeduplication) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return { ...content, deduplicationId: createHash('sha256').update(content.body).digest('hex') };
}

function checkSize(body: string, attributes: MessageAttributes, maxBytes: number): void {
  if (messageBytes({ body, attributes }) > maxBytes) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maxBytes} bytes.`,
    );
  }
}

function checkAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > MAX_ATTRIBUTES) {
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${MAX_ATTRIBUTES}].`,
    );
  }
  for (const name of names) {
    checkAttribute(name, attributes[name]!);
  }
}

function checkAttribute(
  name: string,
  { DataType, StringValue, BinaryValue }: MessageAttributes[string],
): void {
  if (!ATTRIBUTE_NAME.test(name)) {
    throw invalidParameter(`The message attribute name '${name}' is invalid.`);
  }
  if (!ATTRIBUTE_TYPE.test(DataType ?? '')) {
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  const kind = DataType.split('.')[0];
  const value = kind === 'Binary' ? BinaryValue : StringValue;
  if (!value) {
    throw invalidParameter(
      `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${kind}'.`,
    );
  }
  if (kind === 'Number' && !Number.isFinite(Number(value))) {
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
  }
}

function checkFifoId(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !FIFO_ID.test(value)) {
    throw invalidParameter(
      `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
  }
  return value;
}

function notForThisQueueType(name: string, value: unknown): AwsError {
  return invalidParameter(
    `Value ${value} for parameter ${name} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
  );
}
