import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { type MoveReason, sendToErrorQueue } from '../shared/error-queue';

/** A received message, as far as the lane is concerned. */
export interface QueuedMessage {
  receiptHandle: string;
  body: string;
  /** How often SQS has handed it out, 1 for the first time. */
  receiveCount: number;
  /** Attempts it had before it was moved back from the error queue, 0 if it never was there. */
  earlierAttempts: number;
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

  /** Copies a message to the error queue with its reason; deleting it comes after. */
  async copyToErrorQueue({ body }: QueuedMessage, reason: MoveReason): Promise<void> {
    await sendToErrorQueue({ client: this.sqs.control, queueUrl: this.sqs.errorQueueUrl }, body, reason);
  }

  /** Ends the polls' connections: a lane's function is frozen afterwards, and what was open may be gone when it thaws. */
  close(): void {
    this.sqs.polls.destroy();
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
