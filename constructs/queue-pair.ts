import { SqsQueue, type SqsQueueConfig } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { SqsQueueRedriveAllowPolicy } from '@cdktf/provider-aws/lib/sqs-queue-redrive-allow-policy';
import type { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { denyInsecureTransport, policyJson } from './policy';

/** A queue that the centre drains, with the error queue behind it. */
export interface QueuePair {
  readonly queue: SqsQueue;
  readonly errorQueue: SqsQueue;
}

/** What a pair of queues is made from. */
export interface QueuePairProps {
  settings: Pick<Settings, 'processing' | 'retention'>;
  /** Physical names. */
  queueName: string;
  errorQueueName: string;
  /** Delivery delay of the queue, seconds, 0–900. @default 0 */
  delaySeconds?: number;
  /** What both queues have besides. @default standard queues */
  type?: Pick<SqsQueueConfig, 'fifoQueue' | 'deduplicationScope' | 'fifoThroughputLimit'>;
}

/** Largest message, bytes: what the provider accepts; S3 notifications have about 1 KB, WebSocket messages at most 128 KB. */
const MAX_MESSAGE_BYTES = 262_144;

/** Creates a queue and its error queue in a construct; nobody but that queue may use the error queue, and not without TLS. */
export function createQueuePair(scope: Construct, props: QueuePairProps): QueuePair {
  const { processing, retention } = props.settings;
  const common = {
    messageRetentionSeconds: retention.queueSeconds,
    receiveWaitTimeSeconds: processing.pollSeconds,
    maxMessageSize: MAX_MESSAGE_BYTES,
    sqsManagedSseEnabled: true,
    ...props.type,
  };
  // On a standard queue a message keeps its age when it moves, so the error queue's retention must not be shorter.
  const errorQueue = new SqsQueue(scope, 'errors', { name: props.errorQueueName, ...common });
  const queue = new SqsQueue(scope, 'queue', {
    name: props.queueName,
    ...common,
    delaySeconds: props.delaySeconds,
    visibilityTimeoutSeconds: processing.visibilityTimeoutSeconds,
    // A backstop: attempts are counted in the record.
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: errorQueue.arn,
      maxReceiveCount: processing.maxReceiveCount,
    }),
  });
  new SqsQueueRedriveAllowPolicy(scope, 'redrive', {
    queueUrl: errorQueue.url,
    redriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [queue.arn] }),
  });
  new SqsQueuePolicy(scope, 'errors-policy', {
    queueUrl: errorQueue.url,
    policy: policyJson([denyInsecureTransport('sqs:*', [errorQueue.arn])]),
  });
  return { queue, errorQueue };
}
