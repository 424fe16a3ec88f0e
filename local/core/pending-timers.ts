import { runAfter } from './long-timer';

/** One-shot timers of a service, all of which end with it. */
export class PendingTimers {
  private readonly timers = new Set<() => void>();
  private stopped = false;

  /** Runs `work` after `ms`, unless {@link stop} came before. */
  after(ms: number, work: () => void): void {
    if (this.stopped) {
      return;
    }
    const cancel = runAfter(ms, () => {
      this.timers.delete(cancel);
      work();
    });
    this.timers.add(cancel);
  }

  /** Drops all timers, those to come included. */
  stop(): void {
    this.stopped = true;
    for (const cancel of this.timers) {
      cancel();
    }
  }
}
