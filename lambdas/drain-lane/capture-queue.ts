import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';

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

/** SQS hands out at most this many messages at once (SQS API reference, ReceiveMessage and DeleteMessageBatch). */
export const MAX_BATCH = 10;

/** What a poll may take longer than its wait, milliseconds: a slow round trip. */
const POLL_GRACE_MS = 2000;

/** The capture queue and error queue of one region. */
export interface QueueConnection {
  /** For long polls only, so that they never keep a delete waiting for a socket. */
  polls: Pick<SQSClient, 'send'>;
  control: Pick<SQSClient, 'send'>;
  queueUrl: string;
  errorQueueUrl: string;
}

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

  /** @returns how many of them SQS deleted */
  async deleteBatch(receiptHandles: string[]): Promise<number> {
    const { Successful = [] } = await this.sqs.control.send(
      new DeleteMessageBatchCommand({
        QueueUrl: this.sqs.queueUrl,
        Entries: receiptHandles.map((handle, index) => ({ Id: String(index), ReceiptHandle: handle })),
      }),
    );
    return Successful.length;
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

  /** Copies a message to the error queue with its reason; deleting it comes after. */
  async copyToErrorQueue({ body }: QueuedMessage, { reason, attempts, id }: MoveReason): Promise<void> {
    await this.sqs.control.send(
      new SendMessageCommand({
        QueueUrl: this.sqs.errorQueueUrl,
        MessageBody: body,
        MessageAttributes: {
          [ERROR_ATTRIBUTES.reason]: { DataType: 'String', StringValue: legalText(reason) },
          ...(attempts !== undefined && {
            [ERROR_ATTRIBUTES.attempts]: { DataType: 'Number', StringValue: String(attempts) },
          }),
          ...(id !== undefined && {
            [ERROR_ATTRIBUTES.id]: { DataType: 'String', StringValue: legalText(id) },
          }),
        },
      }),
    );
  }
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

function legalText(text: string): string {
  return text.slice(0, 1000).replace(ILLEGAL, '\u{FFFD}') || '(none)';
}
