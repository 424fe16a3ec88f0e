/** Steady rate and burst of a method. Negative: unlimited. */
export interface ThrottleSettings {
  /** Requests per second. */
  rate: number;
  /** Requests at once. */
  burst: number;
}

/** A token bucket, as API Gateway throttles each method of a stage. */
class TokenBucket {
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

/** Token buckets by the name of what is throttled: each has its own, also where one setting covers them all. */
export class TokenBuckets {
  private readonly buckets = new Map<string, TokenBucket>();

  /**
   * Takes a token of a bucket if there is one.
   * @param settings undefined where nothing is throttled
   * @param now epoch ms
   */
  take(name: string, settings: ThrottleSettings | undefined, now: number): boolean {
    if (!settings) return true;
    let bucket = this.buckets.get(name);
    if (!bucket) {
      bucket = new TokenBucket(settings, now);
      this.buckets.set(name, bucket);
    }
    return bucket.take(now);
  }
}
