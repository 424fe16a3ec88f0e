import { Deduplication } from './deduplication';
import { LongPolls } from './long-polls';
import { type Message, type MessageContent, newMessage } from './message';
import { deadLetterOf, movedMessageOf } from './message-moves';
import { MessageStore } from './message-store';
import type { QueueSettings } from './queue-settings';

/** What a queue is part of. */
export interface QueueContext {
  arn: string;
  region: string;
  /** Epoch ms. */
  now: () => number;
  /** The queue with that ARN, for the redrive policy. */
  queueOf: (arn: string) => Queue | undefined;
}

/** What a sender is told. */
export interface SentMessage {
  messageId: string;
  sequenceNumber?: string;
}

/** One receive. */
export interface ReceiveOptions {
  maxMessages: number;
  /** Default: the queue's own when the messages are handed out, not when the poll began. */
  visibilityTimeoutSeconds?: number;
}

/** First sequence number of a FIFO queue: AWS's have 20 digits. */
const FIRST_SEQUENCE = 18_800_000_000_000_000_000n;

/** Messages in flight at once, beyond which a standard queue answers OverLimit. Source: SQS quotas. */
export const MAX_IN_FLIGHT = 120_000;

/** One SQS queue: what sending, receiving, hiding, deleting and redriving do to its messages. */
export class Queue {
  readonly arn: string;
  readonly region: string;
  readonly createdAt: number;
  /** Resource policy as JSON text, set by `aws_sqs_queue_policy`. */
  policy: string | undefined;
  redriveAllowPolicy: string | undefined;
  purgedAt = Number.NEGATIVE_INFINITY;

  private readonly store: MessageStore;
  private readonly deduplication: Deduplication;
  private readonly polls: LongPolls<Message[]>;
  private sequence = FIRST_SEQUENCE;

  constructor(
    readonly settings: QueueSettings,
    private readonly context: QueueContext,
  ) {
    this.arn = context.arn;
    this.region = context.region;
    this.createdAt = context.now();
    this.store = new MessageStore(settings.fifo, settings.messageRetentionSeconds * 1000);
    this.deduplication = new Deduplication(settings.deduplicationScope);
    this.polls = new LongPolls(() => this.store.nextWake, context.now);
  }

  /** Numbers of messages now. */
  counts(): { visible: number; inFlight: number; delayed: number } {
    this.store.advance(this.context.now());
    return {
      visible: this.store.count('visible'),
      inFlight: this.store.count('inFlight'),
      delayed: this.store.count('delayed'),
    };
  }

  /** Accepts a message; a duplicate within a FIFO queue's interval is acknowledged and dropped. */
  send(content: MessageContent, delaySeconds = this.settings.delaySeconds): SentMessage {
    const now = this.context.now();
    const message = newMessage(content, now);
    if (this.settings.fifo) {
      const earlier = this.deduplication.earlier(message, now);
      if (earlier) {
        return earlier;
      }
      message.sequenceNumber = String(this.sequence++);
      this.deduplication.remember(message, now);
    }
    this.put(message, now + delaySeconds * 1000);
    return { messageId: message.id, sequenceNumber: message.sequenceNumber };
  }

  /**
   * Messages that are visible, waiting up to `waitSeconds` for one.
   *
   * @param signal ends the wait; a poll that has ended takes no message
   */
  async receive(options: ReceiveOptions, waitSeconds: number, signal: AbortSignal): Promise<Message[]> {
    const attempt = () => this.tryReceive(options);
    const received = attempt();
    if (received || waitSeconds === 0) {
      return received ?? [];
    }
    return (await this.polls.wait(attempt, waitSeconds * 1000, signal)) ?? [];
  }

  /** The message with that id, gone or visible as time says. */
  find(messageId: string): Message | undefined {
    this.store.advance(this.context.now());
    return this.store.find(messageId);
  }

  delete(message: Message): void {
    this.store.remove(message);
    this.polls.serve();
  }

  changeVisibility(message: Message, timeoutSeconds: number): void {
    const now = this.context.now();
    this.store.hide(message, now + timeoutSeconds * 1000, now);
    this.polls.serve();
  }

  purge(): void {
    this.purgedAt = this.context.now();
    this.store.clear();
  }

  /** Takes up to `count` visible messages out of the queue, oldest first, for a message move task. */
  takeAway(count: number): Message[] {
    this.store.advance(this.context.now());
    const taken = this.store.take(count);
    for (const message of taken) {
      this.store.remove(message);
    }
    return taken;
  }

  /** Takes in a message of another queue as a move task does. */
  moveIn(message: Message): void {
    this.accept(movedMessageOf(message, this.context.now()));
  }

  /** Undoes {@link takeAway} for one message. */
  putBack(message: Message): void {
    this.put(message, this.context.now());
  }

  stop(): void {
    this.polls.stop();
  }

  private put(message: Message, visibleAt: number): void {
    this.store.add(message, visibleAt, this.context.now());
    this.polls.serve();
  }

  private tryReceive({ maxMessages, visibilityTimeoutSeconds }: ReceiveOptions): Message[] | undefined {
    const now = this.context.now();
    this.store.advance(now);
    const received: Message[] = [];
    for (let taken = this.store.take(maxMessages); taken.length > 0; ) {
      for (const message of taken) {
        if (this.moveIfDead(message)) {
          continue;
        }
        message.receiveCount += 1;
        message.receipt += 1;
        message.firstReceivedAt ??= now;
        received.push(message);
      }
      taken = received.length < maxMessages ? this.store.take(maxMessages - received.length) : [];
    }
    const hiddenUntil = now + (visibilityTimeoutSeconds ?? this.settings.visibilityTimeoutSeconds) * 1000;
    // Only now: with a visibility timeout of 0 a message would be taken again by the same receive.
    for (const message of received) this.store.hide(message, hiddenUntil, now);
    return received.length > 0 ? received : undefined;
  }

  /** Moves a message that has had its receives to the dead-letter queue, with its id and attributes. */
  private moveIfDead(message: Message): boolean {
    const { redrive, fifo } = this.settings;
    const target = redrive && this.context.queueOf(redrive.deadLetterTargetArn);
    // A queue that names itself would take the message again, and again.
    if (!redrive || !target || target === this || message.receiveCount < redrive.maxReceiveCount) {
      return false;
    }
    this.store.remove(message);
    target.accept(deadLetterOf(message, { arn: this.arn, fifo }, this.context.now()));
    return true;
  }

  private accept(message: Message): void {
    if (this.settings.fifo) {
      message.sequenceNumber = String(this.sequence++);
    }
    this.put(message, this.context.now());
  }
}
