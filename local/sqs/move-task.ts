import { randomUUID } from 'node:crypto';
import type { Message } from './message';
import type { Queue } from './queue';

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** What a message move task moves. */
export interface MoveTaskProps {
  source: Queue;
  /** Where to; by default each message's own source queue. */
  destinationArn?: string;
  /** 1–500. @default 500, the most that SQS does */
  messagesPerSecond?: number;
  queueOf: (arn: string) => Queue | undefined;
  /** Epoch ms. */
  now: () => number;
}

const MAX_MESSAGES_PER_SECOND = 500;
/** Messages are moved in slices, so that a rate of 500/s does not need 500 timers a second. */
const SLICE_MS = 100;

/** Moves the messages of a dead-letter queue, at a bounded rate, until none is visible. */
export class MoveTask {
  readonly handle: string;
  readonly startedAt: number;
  readonly messagesToMove: number;
  messagesMoved = 0;
  status: MoveTaskStatus = 'RUNNING';
  failureReason: string | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(readonly props: MoveTaskProps) {
    const identity = { taskId: randomUUID(), sourceArn: props.source.arn };
    this.handle = Buffer.from(JSON.stringify(identity)).toString('base64');
    this.startedAt = props.now();
    this.messagesToMove = props.source.counts().visible;
  }

  start(): void {
    const rate = this.props.messagesPerSecond ?? MAX_MESSAGES_PER_SECOND;
    const slice = Math.max(1, Math.floor((rate * SLICE_MS) / 1000));
    this.run(slice, (slice / rate) * 1000);
  }

  cancel(): void {
    clearTimeout(this.timer);
    if (this.status === 'RUNNING') {
      this.status = 'CANCELLED';
    }
  }

  private run(slice: number, pauseMs: number): void {
    const messages = this.props.source.takeAway(slice);
    for (const message of messages) {
      this.move(message);
    }
    if (this.status !== 'RUNNING') {
      return;
    }
    if (messages.length < slice) {
      this.status = 'COMPLETED';
      return;
    }
    this.timer = setTimeout(() => this.run(slice, pauseMs), pauseMs);
  }

  private move(message: Message): void {
    const { destinationArn = message.deadLetterSourceArn, queueOf, source } = this.props;
    const destination = destinationArn === undefined ? undefined : queueOf(destinationArn);
    if (destination && this.status === 'RUNNING') {
      destination.moveIn(message);
      this.messagesMoved += 1;
      return;
    }
    source.putBack(message);
    this.status = 'FAILED';
    this.failureReason = destinationArn
      ? 'AWS.SimpleQueueService.NonExistentQueue'
      : 'CouldNotDetermineMessageSource';
  }
}
