/** Counts what is in flight. Whoever wants to receive takes slots first, so that all it receives can start at once. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly size: number) {
    this.#free = size;
  }

  /** As many as are free, at least one and at most `most`; waits while there is none. */
  async take(most: number): Promise<number> {
    while (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const taken = Math.min(this.#free, most);
    this.#free -= taken;
    return taken;
  }

  give(count: number): void {
    this.#free += count;
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
