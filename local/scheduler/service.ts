import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import { type Schedule, ScheduleRunner } from './schedule-runner';

/** The shortest period that EventBridge Scheduler has, seconds. */
const MINUTE_SECONDS = 60;

/** Amazon EventBridge Scheduler: starts state machines at a fixed rate. Schedules come from Terraform only. */
export class SchedulerService implements AwsService {
  private readonly runners: ScheduleRunner[] = [];

  constructor(private readonly cloud: Cloud) {}

  /** None of its operations is served. */
  async handle({ method, path }: AwsRequest): Promise<AwsResponse> {
    const error = new AwsError(
      'NotImplemented',
      `scheduler: ${method} ${path} is not served by the local cloud.`,
      501,
    );
    return {
      status: error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code },
      body: JSON.stringify({ message: error.message }),
    };
  }

  /** Adds a schedule, which waits for {@link start}. */
  createSchedule(schedule: Schedule): void {
    this.runners.push(new ScheduleRunner(schedule, this.cloud));
  }

  /**
   * Fires every schedule now and from then on once a period.
   * @param everyMinuteSeconds replaces the period of the schedules that fire every minute, and of no others
   */
  start(everyMinuteSeconds?: number): void {
    for (const runner of this.runners) {
      const isEveryMinute = runner.schedule.periodSeconds === MINUTE_SECONDS;
      runner.start(isEveryMinute ? everyMinuteSeconds : undefined);
    }
  }

  /** Keeps schedules that are away from firing, and lets the others fire at their next period. */
  suspend(isAway: (scheduleArn: string) => boolean): void {
    for (const runner of this.runners) {
      runner.suspended = isAway(runner.schedule.arn);
    }
  }

  stop(): void {
    for (const runner of this.runners) {
      runner.stop();
    }
  }
}
