import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { MESSAGE_ATTRIBUTES } from '../../contracts/message';
import type { QueueKind } from '../../contracts/naming';
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
  /** What its sender said beside the body: the message attributes that the lane asked for. */
  attributes: Record<string, string>;
  /** Of a FIFO queue: what goes with it to the error queue. */
  fifo?: FifoIdentity;
}

/** Which message of which group it is. */
export interface FifoIdentity {
  messageId: string;
  groupId: string;
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

/** A queue and its error queue in one region. */
export interface QueueConnection {
  kind: QueueKind;
  /** For long polls only, so that they never keep a delete waiting for a socket. */
  polls: Pick<SQSClient, 'send' | 'destroy'>;
  control: Pick<SQSClient, 'send'>;
  queueUrl: string;
  errorQueueUrl: string;
}

/** How a lane takes messages from each kind of queue. */
const RECEIVES = {
  captures: {
    most: MAX_BATCH,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    MessageAttributeNames: [ERROR_ATTRIBUTES.attempts],
  },
  messages: {
    // One at a time: SQS holds back its group until it is deleted or comes up again, so that none can overtake another.
    most: 1,
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
    MessageAttributeNames: [ERROR_ATTRIBUTES.attempts, ...Object.values(MESSAGE_ATTRIBUTES)],
  },
} as const;

/** A queue of a region, in the lane's terms. */
export class LaneQueue {
  /** Messages that one receive can bring in. */
  readonly mostPerReceive: number;
  /** Whether others wait for the delete of each message. */
  readonly ordered: boolean;

  constructor(private readonly sqs: QueueConnection) {
    this.mostPerReceive = RECEIVES[sqs.kind].most;
    this.ordered = sqs.kind === 'messages';
  }

  /** A long poll; never aborted, for SQS may have handed out what an aborted poll would not see. */
  async receive(most: number, waitSeconds: number): Promise<QueuedMessage[]> {
    const { MessageSystemAttributeNames, MessageAttributeNames } = RECEIVES[this.sqs.kind];
    const { Messages = [] } = await this.sqs.polls.send(
      new ReceiveMessageCommand({
        QueueUrl: this.sqs.queueUrl,
        MaxNumberOfMessages: Math.min(most, this.mostPerReceive),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: [...MessageSystemAttributeNames],
        MessageAttributeNames: [...MessageAttributeNames],
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

  /** Hands a message back: it can be received again after so many seconds, and nothing of its group before. */
  async release({ receiptHandle }: QueuedMessage, seconds: number): Promise<void> {
    await this.sqs.control.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.sqs.queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }

  /** Copies a message to the error queue with its reason and all that its sender said; deleting it comes after. */
  async copyToErrorQueue(message: QueuedMessage, reason: MoveReason): Promise<void> {
    await sendToErrorQueue(
      { client: this.sqs.control, queueUrl: this.sqs.errorQueueUrl },
      { body: message.body, attributes: message.attributes, fifo: message.fifo },
      reason,
    );
  }

  /** Ends the polls' connections: a lane's function is frozen afterwards, and what was open may be gone when it thaws. */
  close(): void {
    this.sqs.polls.destroy();
  }
}

function toQueuedMessage(message: Message): QueuedMessage {
  const { [ERROR_ATTRIBUTES.attempts]: earlier, ...attributes } = textsOf(message);
  const { ApproximateReceiveCount, MessageGroupId } = message.Attributes ?? {};
  const attempts = Number(earlier);
  return {
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    receiveCount: Number(ApproximateReceiveCount ?? 1),
    earlierAttempts: Number.isSafeInteger(attempts) && attempts > 0 ? attempts : 0,
    attributes,
    ...(MessageGroupId !== undefined && {
      fifo: { messageId: message.MessageId ?? '', groupId: MessageGroupId },
    }),
  };
}

/** Message attributes as text; binary ones, which are not ours, are left out. */
function textsOf({ MessageAttributes = {} }: Message): Record<string, string> {
  return Object.fromEntries(
    Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
      StringValue === undefined ? [] : [[name, StringValue]],
    ),
  );
}
