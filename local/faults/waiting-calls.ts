/** Calls that a fault keeps waiting. */
export class WaitingCalls {
  private readonly waiting = new Set<(dropped?: Error) => void>();
  private released = false;

  get count(): number {
    return this.waiting.size;
  }

  /**
   * Waits until {@link release}, until the caller is gone, or for `ms`.
   * @throws Error what {@link drop} was given
   */
  wait({ signal, ms }: { signal?: AbortSignal; ms?: number }): Promise<void> {
    if (this.released || signal?.aborted) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = ms === undefined ? undefined : setTimeout(() => leave(), ms);
      const gone = () => leave();
      const leave = (dropped?: Error) => {
        this.waiting.delete(leave);
        clearTimeout(timer);
        signal?.removeEventListener('abort', gone);
        if (dropped) reject(dropped);
        else resolve();
      };
      signal?.addEventListener('abort', gone, { once: true });
      this.waiting.add(leave);
    });
  }

  /** Lets everybody go, and nobody wait from now on. */
  release(): void {
    this.released = true;
    for (const leave of this.waiting) leave();
  }

  /** Ends every wait with an error: what waited is not to be done any more. */
  drop(error: Error): void {
    this.released = true;
    for (const leave of this.waiting) leave(error);
  }
}
