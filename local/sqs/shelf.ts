import type { Message } from './message';

/** Decides which visible message comes next: any order for standard queues, per group for FIFO queues. */
export interface Shelf {
  /** A message joins the queue, visible or not yet. */
  add(message: Message): void;
  /** A message has become visible. */
  offer(message: Message): void;
  /** Takes up to `count` visible messages; the caller changes their state before it calls again. */
  take(count: number): Message[];
  /** A message was taken out of flight for good, or left the queue otherwise; its state is `gone`. */
  settle(message: Message): void;
  clear(): void;
}
