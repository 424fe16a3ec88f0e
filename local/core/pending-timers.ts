/** One-shot timers of a service, all of which end with it. */
export class PendingTimers {
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  /** Runs `work` after `ms`, unless {@link stop} came before. */
  after(ms: number, work: () => void): void {
    if (this.stopped) {
      return;
    }
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
  }

  /** Drops all timers, those to come included. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) {
      clearTimeout(timer);
    }
  }
}
