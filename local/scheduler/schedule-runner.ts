import { type Assumption, assumeRole } from '../core/assume-role';
import type { Cloud } from '../core/cloud';
import { runAfter } from '../core/long-timer';
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

/** Scheduler acts for a schedule's group (EventBridge Scheduler User Guide, "Cross-service confused deputy prevention"). */
export function assumptionOf({
  arn,
  region,
  target,
}: Pick<Schedule, 'arn' | 'region' | 'target'>): Assumption {
  const group = arn.slice(0, arn.lastIndexOf('/')).replace(':schedule/', ':schedule-group/');
  return { region, roleArn: target.roleArn, service: 'scheduler.amazonaws.com', sourceArn: group };
}

/** Pause before a failed start is tried again, ms; doubles. */
const RETRY_MS = 1000;

/** Fires one schedule. A start that cannot be done is told on standard error; the next period tries afresh. */
export class ScheduleRunner {
  private cancelNext: (() => void) | undefined;
  private readonly retries = new PendingTimers();
  private stopped = false;
  /** While it is, no start is tried, and none is made up for later. */
  suspended = false;

  constructor(
    readonly schedule: Schedule,
    private readonly cloud: Cloud,
  ) {}

  /** @param periodSeconds default the schedule's own */
  start(periodSeconds = this.schedule.periodSeconds): void {
    if (this.schedule.enabled && !this.cancelNext) {
      this.repeat(periodSeconds * 1000);
    }
  }

  stop(): void {
    this.stopped = true;
    this.cancelNext?.();
    this.retries.stop();
  }

  private repeat(periodMs: number): void {
    this.cancelNext = runAfter(periodMs, () => this.repeat(periodMs));
    void this.fire(0);
  }

  private async fire(attempt: number): Promise<void> {
    if (this.suspended) {
      return;
    }
    const { name, region, target } = this.schedule;
    try {
      const input = { stateMachineArn: target.stateMachineArn, input: target.input };
      const caller = await assumeRole(this.cloud, assumptionOf(this.schedule));
      await this.cloud.call(region, 'states', 'StartExecution', input, caller);
    } catch (error) {
      if (this.stopped || this.suspended) {
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
