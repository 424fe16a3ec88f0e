import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { QUEUE_DEFAULTS, type QueueSettings, type RedrivePolicy } from '../sqs/queue-settings';
import { JSON_TEXT, oneOf, TAGS } from './checks';
import { requireDeadLetterQueue } from './require-dead-letter-queue';
import { required } from './required';
import { within } from './within';
import { withPolicy } from './with-policy';

/** `aws_sqs_queue`, standard or FIFO. Ranges: SQS API reference, SetQueueAttributes. */
export const awsSqsQueue: ResourceType<Services> = {
  type: 'aws_sqs_queue',
  attributes: {
    name: 'served',
    delay_seconds: 'served',
    visibility_timeout_seconds: 'served',
    message_retention_seconds: 'served',
    max_message_size: 'served',
    receive_wait_time_seconds: 'served',
    redrive_policy: 'served',
    redrive_allow_policy: JSON_TEXT,
    policy: 'served',
    fifo_queue: 'served',
    content_based_deduplication: 'served',
    deduplication_scope: 'served',
    fifo_throughput_limit: oneOf('perQueue', 'perMessageGroupId'),
    sqs_managed_sse_enabled: { inert: 'GetQueueAttributes shows it; nothing is encrypted here' },
    tags: TAGS,
  },
  create({ region, attributes }, { iam, sqs }) {
    const settings = settingsOf(attributes);
    requireDeadLetterQueue(sqs, region, settings);
    const queue = sqs.createQueue(region, settings);
    const policy = attributes.policy as string | undefined;
    queue.policy = policy;
    if (policy !== undefined) withPolicy('policy', () => iam.putResourcePolicy(queue.arn, policy));
    queue.redriveAllowPolicy = attributes.redrive_allow_policy as string | undefined;
    const url = sqs.queueUrl(queue);
    return { id: url, url, arn: queue.arn, name: queue.settings.name };
  },
};

function settingsOf(attributes: Record<string, unknown>): QueueSettings {
  const name = required(attributes, 'name');
  const fifo = attributes.fifo_queue === true;
  if (fifo !== name.endsWith('.fifo')) {
    throw new Error(`name: received ${name}; FIFO queues end in .fifo, and no others do`);
  }
  return {
    name,
    fifo,
    delaySeconds: within(attributes, 'delay_seconds', 0, 900, QUEUE_DEFAULTS.delaySeconds),
    visibilityTimeoutSeconds: within(
      attributes,
      'visibility_timeout_seconds',
      0,
      43_200,
      QUEUE_DEFAULTS.visibilityTimeoutSeconds,
    ),
    messageRetentionSeconds: within(
      attributes,
      'message_retention_seconds',
      60,
      1_209_600,
      QUEUE_DEFAULTS.messageRetentionSeconds,
    ),
    maxMessageBytes: within(attributes, 'max_message_size', 1024, 1_048_576, QUEUE_DEFAULTS.maxMessageBytes),
    receiveWaitTimeSeconds: within(
      attributes,
      'receive_wait_time_seconds',
      0,
      20,
      QUEUE_DEFAULTS.receiveWaitTimeSeconds,
    ),
    redrive: redriveOf(attributes.redrive_policy),
    contentBasedDeduplication: attributes.content_based_deduplication === true,
    deduplicationScope: attributes.deduplication_scope === 'messageGroup' ? 'messageGroup' : 'queue',
    fifoThroughputLimit:
      attributes.fifo_throughput_limit === 'perMessageGroupId' ? 'perMessageGroupId' : 'perQueue',
    sqsManagedSseEnabled: attributes.sqs_managed_sse_enabled !== false,
  };
}

function redriveOf(json: unknown): RedrivePolicy | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(String(json));
  const count = within({ maxReceiveCount }, 'maxReceiveCount', 1, 1000, 0);
  return { deadLetterTargetArn: String(deadLetterTargetArn), maxReceiveCount: count };
}
