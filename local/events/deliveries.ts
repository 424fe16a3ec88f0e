import { assumeRole } from '../core/assume-role';
import { AwsError } from '../core/aws-error';
import type { Cloud } from '../core/cloud';
import { PendingTimers } from '../core/pending-timers';
import { valueAt } from '../states/reference-path';
import type { BusEvent } from './event';
import type { RuleTarget } from './event-bus';

/** First and longest pause before a target is tried again, ms. EventBridge retries for 24 h with backoff. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
const MAX_AGE_MS = 24 * 3_600_000;

/** Hands events to targets in the background, again and again while they cannot take them. */
export class Deliveries {
  private readonly retries = new PendingTimers();

  constructor(private readonly cloud: Cloud) {}

  start(event: BusEvent, target: RuleTarget, region: string): void {
    void this.attempt(event, target, region, this.cloud.now() + MAX_AGE_MS, FIRST_RETRY_MS);
  }

  stop(): void {
    this.retries.stop();
  }

  private async attempt(
    event: BusEvent,
    target: RuleTarget,
    region: string,
    until: number,
    pauseMs: number,
  ): Promise<void> {
    try {
      const input = JSON.stringify(target.inputPath === undefined ? event : valueAt(event, target.inputPath));
      const call = { stateMachineArn: target.arn, input };
      // EventBridge acts for the rule (EventBridge User Guide, "Cross-service confused deputy prevention").
      const caller = await assumeRole(this.cloud, {
        region,
        roleArn: target.roleArn,
        service: 'events.amazonaws.com',
        sourceArn: target.ruleArn,
      });
      await this.cloud.call(region, 'states', 'StartExecution', call, caller);
    } catch (error) {
      const lasting = error instanceof AwsError && error.status < 500 && !error.code.includes('Thrott');
      if (lasting || this.cloud.now() > until) {
        process.emitWarning(`event ${event.id} for ${target.arn} dropped: ${error}`);
        return;
      }
      const pause = Math.min(pauseMs * 2, MAX_RETRY_MS);
      this.retries.after(pauseMs, () => void this.attempt(event, target, region, until, pause));
    }
  }
}
