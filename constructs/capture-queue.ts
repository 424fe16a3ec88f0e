import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { captureQueueName, errorQueueName } from '../contracts/naming';
import { denyInsecureTransport, policyJson } from './policy';
import { createQueuePair, type QueuePair } from './queue-pair';

export interface CaptureQueueProps {
  settings: Pick<Settings, 'name' | 'processing' | 'retention'>;
}

/** The queue that S3 notifies of captures, with the error queue behind it. */
export class CaptureQueue extends Construct implements QueuePair {
  readonly queue: SqsQueue;
  readonly errorQueue: SqsQueue;

  constructor(scope: Construct, id: string, { settings }: CaptureQueueProps) {
    super(scope, id);
    const { queue, errorQueue } = createQueuePair(this, {
      settings,
      queueName: captureQueueName(settings.name),
      errorQueueName: errorQueueName(settings.name),
      delaySeconds: settings.processing.queueDelaySeconds,
    });
    this.queue = queue;
    this.errorQueue = errorQueue;
  }

  /**
   * Lets one bucket of this account send its notifications here, and nobody send without TLS.
   * @returns what must exist before the bucket's notification, which S3 tries out at once
   */
  acceptFrom(bucketArn: string, accountId: string): SqsQueuePolicy {
    return new SqsQueuePolicy(this, 'policy', {
      queueUrl: this.queue.url,
      policy: policyJson([
        {
          Sid: 'AllowCaptureBucket',
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: this.queue.arn,
          Condition: {
            ArnLike: { 'aws:SourceArn': bucketArn },
            StringEquals: { 'aws:SourceAccount': accountId },
          },
        },
        denyInsecureTransport('sqs:*', [this.queue.arn]),
      ]),
    });
  }
}
