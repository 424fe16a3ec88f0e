import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { MESSAGE_ATTRIBUTES } from '../../contracts/message';
import { type QueueKind, queueNames } from '../../contracts/naming';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import type { Target } from '../target';
import type { Clock } from './clock';
import { openQueue, type Queue, type QueueState, queueState } from './queue';

/** SQS hands out, and releases, at most this many messages at once (SQS API reference, ReceiveMessage). */
export const MAX_BATCH = 10;

/** How long a walk may hide what it has received, seconds: if it breaks off, everything is visible again by then. */
export const HIDDEN_SECONDS = 60;

/** When a walk stops receiving, milliseconds: before the first that it received can come again. */
const WALK_MS = (HIDDEN_SECONDS - 10) * 1000;

/** An error queue of an ingest region, as a person looks through it. */
export class ErrorQueue {
  private constructor(
    private readonly queue: Queue,
    private readonly clock: Clock,
  ) {}

  static async open(target: Target, region: string, kind: QueueKind, clock: Clock): Promise<ErrorQueue> {
    const { errorQueue } = queueNames(target.settings.name, kind);
    return new ErrorQueue(await openQueue(target, region, errorQueue), clock);
  }

  state(): Promise<QueueState> {
    return queueState(this.queue);
  }

  /**
   * Shows messages to `look`, each once, until it answers `true`, so many were shown, none is left, or a walk's time is
   * over. In the end, also a bad one, all are visible again that were not deleted. Of one group of a FIFO queue SQS hands out
   * no more than one batch while that is hidden.
   *
   * @returns how many were shown
   */
  async walk(limit: number, look: (batch: Message[]) => Promise<boolean>): Promise<number> {
    const received = new Map<string, Message>();
    const until = this.clock.now() + WALK_MS;
    try {
      while (received.size < limit && this.clock.now() < until) {
        const batch = await this.receive(Math.min(MAX_BATCH, limit - received.size));
        const unseen = batch.filter(({ MessageId = '' }) => !received.has(MessageId));
        // Of a message that came twice, only the later receipt is good for anything.
        for (const message of batch) received.set(message.MessageId ?? '', message);
        if (batch.length === 0 || (await look(unseen))) break;
      }
    } finally {
      await this.release([...received.values()]);
    }
    return received.size;
  }

  async delete({ ReceiptHandle }: Message): Promise<void> {
    await this.queue.sqs.send(new DeleteMessageCommand({ QueueUrl: this.queue.url, ReceiptHandle }));
  }

  private async receive(most: number): Promise<Message[]> {
    const { Messages = [] } = await this.queue.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queue.url,
        MaxNumberOfMessages: most,
        VisibilityTimeout: HIDDEN_SECONDS,
        // A long poll asks all of SQS's servers: no answer means no messages.
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp', 'DeadLetterQueueSourceArn'],
        MessageAttributeNames: [...Object.values(ERROR_ATTRIBUTES), MESSAGE_ATTRIBUTES.requestId],
      }),
    );
    return Messages;
  }

  /** What cannot be released (deleted, or visible already) needs no release. */
  private async release(messages: Message[]): Promise<void> {
    for (let from = 0; from < messages.length; from += MAX_BATCH) {
      await this.queue.sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.queue.url,
          Entries: messages.slice(from, from + MAX_BATCH).map(({ ReceiptHandle }, index) => ({
            Id: String(index),
            ReceiptHandle,
            VisibilityTimeout: 0,
          })),
        }),
      );
    }
  }
}
