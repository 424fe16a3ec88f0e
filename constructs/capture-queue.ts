import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { captureQueueName, errorQueueName } from '../contracts/naming';
import { denyInsecureTransport, policyJson } from './policy';

export interface CaptureQueueProps {
  settings: Pick<Settings, 'name' | 'processing' | 'retention'>;
}

/** Largest message, bytes: what the provider accepts; ours are S3 notifications of about 1 KB. */
const MAX_MESSAGE_BYTES = 262_144;

/** The queue that the centre drains, with the error queue behind it. */
export class CaptureQueue extends Construct {
  readonly queue: SqsQueue;
  readonly errorQueue: SqsQueue;

  constructor(
    scope: Construct,
    id: string,
    { settings: { name, processing, retention } }: CaptureQueueProps,
  ) {
    super(scope, id);
    const common = {
      messageRetentionSeconds: retention.queueSeconds,
      receiveWaitTimeSeconds: processing.pollSeconds,
      maxMessageSize: MAX_MESSAGE_BYTES,
      sqsManagedSseEnabled: true,
    };
    // On a standard queue a message keeps its age when it moves, so the error queue's retention must not be shorter.
    this.errorQueue = new SqsQueue(this, 'errors', { name: errorQueueName(name), ...common });
    this.queue = new SqsQueue(this, 'queue', {
      name: captureQueueName(name),
      ...common,
      delaySeconds: processing.queueDelaySeconds,
      visibilityTimeoutSeconds: processing.visibilityTimeoutSeconds,
      // A backstop: attempts are counted in the record.
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: this.errorQueue.arn,
        maxReceiveCount: processing.maxReceiveCount,
      }),
    });
    new SqsQueueRedriveAllowPolicy(this, 'redrive', {
      queueUrl: this.errorQueue.url,
      redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [this.queue.arn] }),
    });
    new SqsQueuePolicy(this, 'errors-policy', {
      queueUrl: this.errorQueue.url,
      policy: policyJson([denyInsecureTransport('sqs:*', [this.errorQueue.arn])]),
    });
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
