/** One receive that waits for messages. */
interface Poll<T> {
  /** Tries to receive; undefined while there is nothing. */
  attempt: () => T | undefined;
  finish: (result: T | undefined) => void;
}

/** Longest timer, ms: far below the 2^31 at which Node fires at once. */
const MAX_TIMER_MS = 3_600_000;

/**
 * Receives that wait on one queue, first come, first served. A poll whose client has gone is dropped before it can take
 * a message.
 */
export class LongPolls<T> {
  private readonly polls = new Set<Poll<T>>();
  private alarm: NodeJS.Timeout | undefined;

  /**
   * @param nextWake when the queue's next message becomes visible by itself, epoch ms
   * @param now epoch ms
   */
  constructor(
    private readonly nextWake: () => number | undefined,
    private readonly now: () => number,
  ) {}

  /** Waits for `attempt` to succeed: at most `waitMs`, undefined then or when `signal` is aborted. */
  wait(attempt: () => T | undefined, waitMs: number, signal: AbortSignal): Promise<T | undefined> {
    if (signal.aborted) {
      return Promise.resolve(undefined);
    }
    return new Promise((resolve) => {
      const poll: Poll<T> = {
        attempt,
        finish: (result) => {
          this.polls.delete(poll);
          clearTimeout(deadline);
          signal.removeEventListener('abort', giveUp);
          resolve(result);
        },
      };
      const giveUp = () => poll.finish(undefined);
      const deadline = setTimeout(giveUp, waitMs);
      signal.addEventListener('abort', giveUp, { once: true });
      this.polls.add(poll);
      this.setAlarm();
    });
  }

  /** Messages may have become visible: lets the polls try, oldest first, until one gets nothing. */
  serve(): void {
    for (const poll of this.polls) {
      const result = poll.attempt();
      if (result === undefined) {
        break;
      }
      poll.finish(result);
    }
    this.setAlarm();
  }

  /** Ends every poll empty-handed. */
  stop(): void {
    clearTimeout(this.alarm);
    for (const poll of this.polls) {
      poll.finish(undefined);
    }
  }

  private setAlarm(): void {
    clearTimeout(this.alarm);
    const wake = this.nextWake();
    if (wake === undefined || this.polls.size === 0) {
      return;
    }
    const delay = Math.min(Math.max(wake - this.now(), 1), MAX_TIMER_MS);
    this.alarm = setTimeout(() => this.serve(), delay);
  }
}
