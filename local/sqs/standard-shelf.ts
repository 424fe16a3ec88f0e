import type { Message } from './message';
import type { Shelf } from './shelf';

/** Consumed entries that are kept before the list is copied: bounds both the waste and the copying. */
const COMPACT_AFTER = 1024;

/** Visible messages of a standard queue in the order in which they became visible. */
export class StandardShelf implements Shelf {
  private visible: Message[] = [];
  private head = 0;

  add(): void {}

  offer(message: Message): void {
    this.visible.push(message);
  }

  take(count: number): Message[] {
    const taken: Message[] = [];
    while (taken.length < count && this.head < this.visible.length) {
      const message = this.visible[this.head++]!;
      // One that was deleted while visible is still listed.
      if (message.state === 'visible') {
        taken.push(message);
      }
    }
    if (this.head > COMPACT_AFTER && this.head * 2 > this.visible.length) {
      this.visible = this.visible.slice(this.head);
      this.head = 0;
    }
    return taken;
  }

  settle(): void {}

  clear(): void {
    this.visible = [];
    this.head = 0;
  }
}
