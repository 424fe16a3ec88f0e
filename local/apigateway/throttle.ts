/** Steady rate and burst of a method. Negative: unlimited. */
export interface ThrottleSettings {
  /** Requests per second. */
  rate: number;
  /** Requests at once. */
  burst: number;
}

/** A token bucket, as API Gateway throttles each method of a stage. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /** @param now epoch ms */
  constructor(
    private readonly settings: ThrottleSettings,
    now: number,
  ) {
    this.tokens = settings.burst;
    this.filledAt = now;
  }

  /** Takes a token if there is one. */
  take(now: number): boolean {
    const { rate, burst } = this.settings;
    if (rate < 0 || burst < 0) return true;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * rate);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
