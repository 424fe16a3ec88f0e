import type { Queue } from './queue';

/** All attributes of a queue as GetQueueAttributes names them; every value is a string. */
export function queueAttributes(queue: Queue): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const created = String(Math.floor(queue.createdAt / 1000));
  const attributes: Record<string, string | number | boolean | undefined> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: visible,
    ApproximateNumberOfMessagesNotVisible: inFlight,
    ApproximateNumberOfMessagesDelayed: delayed,
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: settings.visibilityTimeoutSeconds,
    MaximumMessageSize: settings.maxMessageBytes,
    MessageRetentionPeriod: settings.messageRetentionSeconds,
    DelaySeconds: settings.delaySeconds,
    ReceiveMessageWaitTimeSeconds: settings.receiveWaitTimeSeconds,
    SqsManagedSseEnabled: settings.sqsManagedSseEnabled,
    Policy: queue.policy,
    RedrivePolicy: settings.redrive && JSON.stringify(settings.redrive),
    RedriveAllowPolicy: queue.redriveAllowPolicy,
    ...(settings.fifo ? fifoAttributes(queue) : {}),
  };
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]));
}

function fifoAttributes({ settings }: Queue): Record<string, string | boolean> {
  return {
    FifoQueue: true,
    ContentBasedDeduplication: settings.contentBasedDeduplication,
    DeduplicationScope: settings.deduplicationScope,
    FifoThroughputLimit: settings.fifoThroughputLimit,
  };
}
