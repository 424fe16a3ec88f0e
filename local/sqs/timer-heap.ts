interface Entry<T> {
  /** Epoch ms. */
  at: number;
  /** Breaks ties: first in, first out. */
  order: number;
  item: T;
}

/**
 * Binary min-heap of items by time. Items are never removed from the middle: whoever takes one checks whether it still
 * means anything, and {@link prune} drops the dead ones once they outnumber the living.
 */
export class TimerHeap<T> {
  private entries: Entry<T>[] = [];
  private pushed = 0;

  get size(): number {
    return this.entries.length;
  }

  /** Time of the earliest item, epoch ms. */
  get earliest(): number | undefined {
    return this.entries[0]?.at;
  }

  push(at: number, item: T): void {
    this.entries.push({ at, order: this.pushed++, item });
    this.siftUp(this.entries.length - 1);
  }

  /** Takes every item that is due at `now`, earliest first. `due` learns the time for which it was pushed. */
  takeDue(now: number, due: (item: T, at: number) => void): void {
    for (let first = this.entries[0]; first && first.at <= now; first = this.entries[0]) {
      this.removeFirst();
      due(first.item, first.at);
    }
  }

  /** Drops entries for which `isLive` is false. */
  prune(isLive: (item: T, at: number) => boolean): void {
    this.entries = this.entries.filter(({ item, at }) => isLive(item, at)).sort(before);
  }

  clear(): void {
    this.entries = [];
  }

  private removeFirst(): void {
    const last = this.entries.pop();
    if (last && this.entries.length > 0) {
      this.entries[0] = last;
      this.siftDown(0);
    }
  }

  private siftUp(start: number): void {
    const moving = this.entries[start]!;
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (before(this.entries[parent]!, moving) <= 0) {
        break;
      }
      this.entries[index] = this.entries[parent]!;
      index = parent;
    }
    this.entries[index] = moving;
  }

  private siftDown(start: number): void {
    const { entries } = this;
    const moving = entries[start]!;
    let index = start;
    for (let child = 1; child < entries.length; child = 2 * index + 1) {
      const right = entries[child + 1];
      if (right && before(right, entries[child]!) < 0) {
        child += 1;
      }
      if (before(moving, entries[child]!) <= 0) {
        break;
      }
      entries[index] = entries[child]!;
      index = child;
    }
    entries[index] = moving;
  }
}

function before(a: Entry<unknown>, b: Entry<unknown>): number {
  return a.at - b.at || a.order - b.order;
}
