import type { Cloud } from '../core/cloud';
import { PendingTimers } from '../core/pending-timers';

/** A schedule that starts a state machine. */
export interface Schedule {
  name: string;
  arn: string;
  region: string;
  periodSeconds: number;
  enabled: boolean;
  target: {
    stateMachineArn: string;
    roleArn: string;
    /** JSON text. */
    input: string;
    /** 0–185. A start that fails after its retries is lost. */
    maxRetryAttempts: number;
  };
}

/** Pause before a failed start is tried again, ms; doubles. */
const RETRY_MS = 1000;

/** Fires one schedule. A start that cannot be done is told on standard error; the next period tries afresh. */
export class ScheduleRunner {
  private interval: NodeJS.Timeout | undefined;
  private readonly retries = new PendingTimers();
  private stopped = false;

  constructor(
    private readonly schedule: Schedule,
    private readonly cloud: Cloud,
  ) {}

  /** @param periodSeconds default the schedule's own */
  start(periodSeconds = this.schedule.periodSeconds): void {
    if (this.schedule.enabled && !this.interval) {
      this.interval = setInterval(() => void this.fire(0), periodSeconds * 1000);
      void this.fire(0);
    }
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.interval);
    this.retries.stop();
  }

  private async fire(attempt: number): Promise<void> {
    const { name, region, target } = this.schedule;
    try {
      const input = { stateMachineArn: target.stateMachineArn, input: target.input };
      await this.cloud.call(region, 'states', 'StartExecution', input, { principal: target.roleArn });
    } catch (error) {
      if (this.stopped) {
        return;
      }
      if (attempt >= target.maxRetryAttempts) {
        process.emitWarning(`schedule ${name} could not start its target: ${error}`);
        return;
      }
      this.retries.after(RETRY_MS * 2 ** attempt, () => void this.fire(attempt + 1));
    }
  }
}
