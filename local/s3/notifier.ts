import { AwsError } from '../core/aws-error';
import type { Cloud } from '../core/cloud';
import { PendingTimers } from '../core/pending-timers';
import type { Bucket } from './bucket';
import { eventMessage, type ObjectEvent, testMessage } from './event-record';
import { matchesRule, type NotificationRule } from './notification-rule';

/** First and longest pause before an undelivered event is tried again, ms. S3 retries too; it documents no times. */
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 10_000;

/** Delivers events to queues in the background, again and again while the queue cannot be reached. */
export class Notifier {
  private readonly retries = new PendingTimers();
  private sequence = 0;

  constructor(private readonly cloud: Cloud) {}

  /** Reports an event to every queue that wants it. Returns at once: the upload's answer does not wait for it. */
  notify(event: Omit<ObjectEvent, 'sequence'>): void {
    const sequence = this.nextSequence();
    for (const rule of event.bucket.notifications) {
      if (matchesRule(rule, event.name, event.object.key)) {
        void this.deliver(event.bucket, rule, eventMessage({ ...event, sequence }, rule), FIRST_RETRY_MS);
      }
    }
  }

  /**
   * Sends `s3:TestEvent` to a queue, as S3 does before it accepts a configuration.
   * @throws AwsError when the queue is missing or refuses
   */
  async test(bucket: Bucket, rule: NotificationRule): Promise<void> {
    await this.send(bucket, rule, testMessage(bucket, this.cloud.now()));
  }

  stop(): void {
    this.retries.stop();
  }

  private async deliver(
    bucket: Bucket,
    rule: NotificationRule,
    body: string,
    pauseMs: number,
  ): Promise<void> {
    try {
      await this.send(bucket, rule, body);
    } catch (error) {
      if (isRefusal(error)) {
        process.emitWarning(`S3 event of ${bucket.name} for ${rule.queueArn} dropped: ${error}`);
        return;
      }
      const pause = Math.min(pauseMs * 2, MAX_RETRY_MS);
      this.retries.after(pauseMs, () => void this.deliver(bucket, rule, body, pause));
    }
  }

  private async send(bucket: Bucket, rule: NotificationRule, body: string): Promise<void> {
    const [, , , region = '', accountId, queueName] = rule.queueArn.split(':');
    const input = { QueueUrl: `${this.cloud.endpoint}/${accountId}/${queueName}`, MessageBody: body };
    const caller = { principal: 's3.amazonaws.com', sourceArn: bucket.arn };
    await this.cloud.call(region, 'sqs', 'SendMessage', input, caller);
  }

  /** Rises across restarts too: microseconds since the epoch, made unique. */
  private nextSequence(): number {
    this.sequence = Math.max(this.sequence + 1, this.cloud.now() * 1000);
    return this.sequence;
  }
}

/** A refusal for good (no permission, no such queue), as against a service that is down or busy. */
function isRefusal(error: unknown): boolean {
  return error instanceof AwsError && error.status < 500 && !error.code.includes('Thrott');
}
