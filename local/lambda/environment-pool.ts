import { AwsError } from '../core/aws-error';
import type { Environment, Outcome } from './environment';
import type { LambdaFunction } from './function';

/**
 * Environments of one function at the same time. Invocations beyond it wait for their turn. Three regions with eight
 * drain lanes each need as many; an environment takes about 20 MB.
 */
export const MAX_ENVIRONMENTS = 24;

/**
 * How long an invocation waits for an idle environment before a further one is started, ms, times the environments there
 * are. Longer than a start takes: whoever would wait less gains nothing by it, and a start, and code that is not
 * yet compiled, take the processor from everybody else.
 */
export const PATIENCE_MS = 250;

/** How long an environment beyond a function's first may be idle before it is ended, ms. AWS says no number: minutes. */
export const IDLE_MS = 60_000;

/** Makes a new environment that reports when its code has loaded, and when it is gone. */
export type StartEnvironment = (events: { onReady(): void; onEnd(): void }) => Environment;

/** An invocation that waits for an environment. */
interface Waiting {
  since: number;
  resolve(environment: Environment): void;
  reject(error: AwsError): void;
}

/**
 * The environments of one function. Idle ones are reused, the latest first, so that few are kept busy. A further one
 * is started for an invocation that has waited, and only when none else is starting.
 */
export class EnvironmentPool {
  private readonly all = new Set<Environment>();
  /** Latest used last. */
  private readonly idle: { environment: Environment; since: number }[] = [];
  private readonly waiting: Waiting[] = [];
  private starting?: Environment;
  private timer?: NodeJS.Timeout;
  private sweep?: NodeJS.Timeout;
  private inFlight = 0;
  private stopped = false;

  constructor(
    private readonly definition: Pick<LambdaFunction, 'name' | 'reservedConcurrency'>,
    private readonly start: StartEnvironment,
  ) {}

  /**
   * Runs an invocation in an idle or new environment.
   * @throws AwsError `TooManyRequestsException` (429) beyond the function's reserved concurrency
   */
  async invoke(requestId: string, payload: string): Promise<Outcome> {
    if (this.inFlight >= (this.definition.reservedConcurrency ?? Number.POSITIVE_INFINITY)) {
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, {
        Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      });
    }
    this.inFlight += 1;
    try {
      const environment = await this.acquire();
      const outcome = await environment.invoke(requestId, payload);
      this.release(environment);
      return outcome;
    } finally {
      this.inFlight -= 1;
    }
  }

  /** Ends every environment; invocations under way fail, and the next one starts anew. */
  async recycle(): Promise<void> {
    await Promise.all([...this.all].map((environment) => environment.terminate()));
  }

  /** Ends every environment and starts none until {@link resume}; invocations under way or waiting fail. */
  async terminate(): Promise<void> {
    this.stopped = true;
    const ended = this.recycle();
    clearTimeout(this.timer);
    clearTimeout(this.sweep);
    this.timer = undefined;
    this.sweep = undefined;
    for (const { reject } of this.waiting.splice(0)) reject(stopped());
    await ended;
  }

  /** Undoes {@link terminate}. */
  resume(): void {
    this.stopped = false;
  }

  private acquire(): Environment | Promise<Environment> {
    if (this.stopped) throw stopped();
    const idle = this.idle.pop();
    if (idle) return idle.environment;
    if (this.all.size === 0) return this.startOne();
    return new Promise((resolve, reject) => {
      this.waiting.push({ since: performance.now(), resolve, reject });
      this.watch();
    });
  }

  private startOne(): Environment {
    const environment: Environment = this.start({
      onReady: () => this.started(environment),
      onEnd: () => this.forget(environment),
    });
    this.starting = environment;
    this.all.add(environment);
    return environment;
  }

  /** Sees to it that the invocation that has waited longest gets an environment of its own when its patience ends. */
  private watch(): void {
    const [first] = this.waiting;
    if (this.stopped || this.timer || !first || this.starting || this.all.size >= MAX_ENVIRONMENTS) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        const [longest] = this.waiting;
        if (longest && this.patienceLeft(longest.since) <= 0) {
          this.waiting.shift();
          longest.resolve(this.startOne());
        }
        this.watch();
      },
      Math.max(0, this.patienceLeft(first.since)),
    );
  }

  private patienceLeft(since: number): number {
    return since + PATIENCE_MS * this.all.size - performance.now();
  }

  private started(environment: Environment): void {
    if (this.starting !== environment) return;
    this.starting = undefined;
    this.watch();
  }

  private release(environment: Environment): void {
    if (!this.all.has(environment)) return;
    const next = this.waiting.shift();
    if (next) next.resolve(environment);
    else {
      this.idle.push({ environment, since: performance.now() });
      this.sweepLater();
    }
  }

  /** Ends what has long been idle, but for one environment: those used last stay. */
  private sweepLater(): void {
    const [longest] = this.idle;
    if (this.stopped || this.sweep || !longest || this.all.size <= 1) return;
    const wait = Math.max(0, longest.since + IDLE_MS - performance.now());
    this.sweep = setTimeout(() => {
      this.sweep = undefined;
      this.endIdle();
      this.sweepLater();
    }, wait).unref();
  }

  private endIdle(): void {
    const now = performance.now();
    while (this.all.size > 1 && this.idle[0] && this.idle[0].since + IDLE_MS <= now) {
      const { environment } = this.idle[0];
      this.forget(environment);
      void environment.terminate();
    }
  }

  private forget(environment: Environment): void {
    this.all.delete(environment);
    const position = this.idle.findIndex((idle) => idle.environment === environment);
    if (position >= 0) this.idle.splice(position, 1);
    if (this.starting === environment) this.starting = undefined;
    this.watch();
  }
}

function stopped(): AwsError {
  return new AwsError('ServiceException', 'No environment may start now.', 500);
}
