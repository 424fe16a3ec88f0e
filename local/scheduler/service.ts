import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import { type Schedule, ScheduleRunner } from './schedule-runner';

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

  /** Fires every schedule now and from then on once a period. @param periodSeconds replaces every schedule's own */
  start(periodSeconds?: number): void {
    for (const runner of this.runners) {
      runner.start(periodSeconds);
    }
  }

  stop(): void {
    for (const runner of this.runners) {
      runner.stop();
    }
  }
}
