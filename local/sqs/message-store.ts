import { FifoShelf } from './fifo-shelf';
import type { Message, MessageState } from './message';
import type { Shelf } from './shelf';
import { StandardShelf } from './standard-shelf';
import { TimerHeap } from './timer-heap';

/** Dead heap entries that may pile up beyond the living before the heap is rebuilt. */
const PRUNE_SLACK = 1024;

/**
 * The messages of one queue in their states. Time comes in from outside: {@link advance} makes visible what is due and
 * drops what has expired. No operation looks at every message.
 */
export class MessageStore {
  private readonly messages = new Map<string, Message>();
  private readonly shelf: Shelf;
  /** Delayed and in-flight messages by `wakeAt`; an entry counts while both still agree. */
  private readonly waking = new TimerHeap<Message>();
  private readonly expiring = new TimerHeap<Message>();
  private readonly counts: Record<MessageState, number> = { delayed: 0, visible: 0, inFlight: 0, gone: 0 };

  /** @param retentionMs how long a message is kept from `sentAt` on */
  constructor(
    fifo: boolean,
    private readonly retentionMs: number,
  ) {
    this.shelf = fifo ? new FifoShelf() : new StandardShelf();
  }

  count(state: Exclude<MessageState, 'gone'>): number {
    return this.counts[state];
  }

  /** When the next delayed or in-flight message becomes visible, epoch ms. May be early, never late. */
  get nextWake(): number | undefined {
    return this.waking.earliest;
  }

  find(messageId: string): Message | undefined {
    return this.messages.get(messageId);
  }

  /** Adds a message that becomes visible at `visibleAt`. */
  add(message: Message, visibleAt: number, now: number): void {
    this.messages.set(message.id, message);
    this.expiring.push(message.sentAt + this.retentionMs, message);
    this.shelf.add(message);
    message.state = 'delayed';
    this.counts.delayed += 1;
    this.wakeAt(message, visibleAt, now);
    this.pruneHeaps();
  }

  /** Takes up to `count` visible messages. The caller hides or removes each of them at once. */
  take(count: number): Message[] {
    return this.shelf.take(count);
  }

  /** Puts a message in flight until `until`; a time that has come makes it visible. */
  hide(message: Message, until: number, now: number): void {
    this.setState(message, 'inFlight');
    this.wakeAt(message, until, now);
    this.pruneHeaps();
  }

  /** The message leaves the queue. */
  remove(message: Message): void {
    this.setState(message, 'gone');
    this.messages.delete(message.id);
    this.shelf.settle(message);
  }

  advance(now: number): void {
    this.expiring.takeDue(now, (message) => {
      if (this.messages.get(message.id) === message) {
        this.remove(message);
      }
    });
    this.waking.takeDue(now, (message, at) => {
      if (this.isWaking(message, at)) {
        this.makeVisible(message);
      }
    });
  }

  clear(): void {
    for (const message of this.messages.values()) {
      this.setState(message, 'gone');
    }
    this.messages.clear();
    this.shelf.clear();
    this.waking.clear();
    this.expiring.clear();
  }

  private wakeAt(message: Message, at: number, now: number): void {
    message.wakeAt = at;
    if (at <= now) {
      this.makeVisible(message);
    } else {
      this.waking.push(at, message);
    }
  }

  private makeVisible(message: Message): void {
    this.setState(message, 'visible');
    this.shelf.offer(message);
  }

  private setState(message: Message, state: MessageState): void {
    this.counts[message.state] -= 1;
    message.state = state;
    this.counts[state] += 1;
  }

  private isWaking(message: Message, at: number): boolean {
    const waits = message.state === 'delayed' || message.state === 'inFlight';
    return waits && message.wakeAt === at && this.messages.get(message.id) === message;
  }

  private pruneHeaps(): void {
    const waiting = this.counts.delayed + this.counts.inFlight;
    if (this.waking.size > 2 * waiting + PRUNE_SLACK) {
      this.waking.prune((message, at) => this.isWaking(message, at));
    }
    if (this.expiring.size > 2 * this.messages.size + PRUNE_SLACK) {
      this.expiring.prune((message) => this.messages.get(message.id) === message);
    }
  }
}
