import type { Clock } from '../../lambdas/shared/clock';

interface Sleeper {
  at: number;
  wake: () => void;
}

/** A clock that stands still until a test moves it, or runs through a whole scenario. */
export class ManualClock implements Clock {
  readonly #sleepers: Sleeper[] = [];

  constructor(private time = 1_000_000) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.#sleepers.push({ at: this.time + milliseconds, wake }));
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }

  /** Lets the work run; whenever it can only wait, time jumps to the next sleeper. */
  async run<T>(work: Promise<T>): Promise<T> {
    let running = true;
    const done = () => {
      running = false;
    };
    work.then(done, done);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!running) return work;
      this.#jump();
    }
  }

  #jump(): void {
    const next = this.#sleepers.sort((a, b) => a.at - b.at).shift();
    if (!next) throw new Error('the work waits for something that is not the clock');
    this.time = Math.max(this.time, next.at);
    next.wake();
  }
}
