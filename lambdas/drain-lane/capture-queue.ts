import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { isNamed } from '../shared/infrastructure-error';

/** A received message, as far as the lane is concerned. */
export interface QueuedMessage {
  receiptHandle: string;
  body: string;
  /** How often SQS has handed it out, 1 for the first time. */
  receiveCount: number;
  /** Attempts it had before it was moved back from the error queue, 0 if it never was there. */
  earlierAttempts: number;
}

/** Why a message goes to the error queue. */
export interface MoveReason {
  reason: string;
  /** Absent when there is no record to count them. */
  attempts?: number;
  id?: string;
}

/** What became of a batch of deletes. */
export interface DeleteResult {
  deleted: number;
  /** Error code of each that SQS refused; those messages come back. */
  refused: string[];
}

/** SQS hands out at most this many messages at once (SQS API reference, ReceiveMessage and DeleteMessageBatch). */
export const MAX_BATCH = 10;

/** What a poll may take longer than its wait, milliseconds: a slow round trip. */
const POLL_GRACE_MS = 2000;

/** The capture queue and error queue of one region. */
export interface QueueConnection {
  /** For long polls only, so that they never keep a delete waiting for a socket. */
  polls: Pick<SQSClient, 'send' | 'destroy'>;
  control: Pick<SQSClient, 'send'>;
  queueUrl: string;
  errorQueueUrl: string;
}

type Attributes = Record<string, MessageAttributeValue>;

/** A region's capture queue, in the lane's terms. */
export class CaptureQueue {
  constructor(private readonly sqs: QueueConnection) {}

  /** A long poll; never aborted, for SQS may have handed out what an aborted poll would not see. */
  async receive(most: number, waitSeconds: number): Promise<QueuedMessage[]> {
    const { Messages = [] } = await this.sqs.polls.send(
      new ReceiveMessageCommand({
        QueueUrl: this.sqs.queueUrl,
        MaxNumberOfMessages: Math.min(most, MAX_BATCH),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        MessageAttributeNames: [ERROR_ATTRIBUTES.attempts],
      }),
      { requestTimeout: waitSeconds * 1000 + POLL_GRACE_MS },
    );
    return Messages.map(toQueuedMessage);
  }

  async deleteBatch(receiptHandles: string[]): Promise<DeleteResult> {
    const { Successful = [], Failed = [] } = await this.sqs.control.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.sqs.queueUrl,
        Entries: receiptHandles.map((handle, index) => ({ Id: String(index), ReceiptHandle: handle })),
      }),
    );
    return { deleted: Successful.length, refused: Failed.map(({ Code = 'Unknown' }) => Code) };
  }

  /** Hands a message back: it can be received again after so many seconds. */
  async release({ receiptHandle }: QueuedMessage, seconds: number): Promise<void> {
    await this.sqs.control.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.sqs.queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  /**
   * Copies a message to the error queue with its reason; deleting it comes after. Attributes count towards a message's
   * size: where there is no room for all, the attempts alone go with it, for a redrive rests on them.
   */
  async copyToErrorQueue({ body }: QueuedMessage, { reason, attempts, id }: MoveReason): Promise<void> {
    const counted: Attributes =
      attempts === undefined ? {} : { [ERROR_ATTRIBUTES.attempts]: numberAttribute(attempts) };
    const told: Attributes = {
      [ERROR_ATTRIBUTES.reason]: textAttribute(reason),
      ...(id !== undefined && { [ERROR_ATTRIBUTES.id]: textAttribute(id) }),
    };
    try {
      await this.sendToErrorQueue(body, { ...told, ...counted });
    } catch (thrown) {
      if (!isRefusedForSize(thrown)) throw thrown;
      await this.sendToErrorQueue(body, counted);
    }
  }

  /** Ends the polls' connections: a lane's function is frozen afterwards, and what was open may be gone when it thaws. */
  close(): void {
    this.sqs.polls.destroy();
  }

  private async sendToErrorQueue(body: string, attributes: Attributes): Promise<void> {
    await this.sqs.control.send(
      new SendMessageCommand({
        QueueUrl: this.sqs.errorQueueUrl,
        MessageBody: body,
        MessageAttributes: attributes,
      }),
    );
  }
}

/**
 * SQS says "too long" with either (SQS API reference, SendMessage and SendMessageBatch); the first can mean something else
 * as well, but then the shorter message is refused, too.
 */
function isRefusedForSize(thrown: unknown): boolean {
  return ['InvalidParameterValue', 'BatchRequestTooLong'].some((code) => isNamed(thrown, code));
}

function toQueuedMessage(message: Message): QueuedMessage {
  const earlier = Number(message.MessageAttributes?.[ERROR_ATTRIBUTES.attempts]?.StringValue);
  return {
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    earlierAttempts: Number.isSafeInteger(earlier) && earlier > 0 ? earlier : 0,
  };
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
