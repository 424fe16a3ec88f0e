/** A queue as Terraform configures it. Defaults and ranges: SQS API reference, SetQueueAttributes. */
export interface QueueSettings {
  name: string;
  fifo: boolean;
  /** Seconds, 0–900. Default 0. */
  delaySeconds: number;
  /** Seconds, 0–43,200. Default 30. */
  visibilityTimeoutSeconds: number;
  /** Seconds, 60–1,209,600. Default 345,600 (4 days). */
  messageRetentionSeconds: number;
  /** Bytes, 1,024–1,048,576. Default 262,144, which is Terraform's own. */
  maxMessageBytes: number;
  /** Long-poll wait when a receive names none, seconds, 0–20. Default 0. */
  receiveWaitTimeSeconds: number;
  redrive?: RedrivePolicy;
  /** FIFO only. Default false. */
  contentBasedDeduplication: boolean;
  /** FIFO only: where a deduplication id counts. Default `queue`. */
  deduplicationScope: 'queue' | 'messageGroup';
  /** FIFO only. Default `perQueue`. */
  fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
  /** SSE-SQS. Default true, as for queues made without naming an encryption. */
  sqsManagedSseEnabled: boolean;
}

/** When a message goes to the dead-letter queue. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  /** Receives that a message may have, 1–1,000. */
  maxReceiveCount: number;
}

export const QUEUE_DEFAULTS = {
  fifo: false,
  delaySeconds: 0,
  visibilityTimeoutSeconds: 30,
  messageRetentionSeconds: 345_600,
  maxMessageBytes: 262_144,
  receiveWaitTimeSeconds: 0,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
  sqsManagedSseEnabled: true,
} as const satisfies Omit<QueueSettings, 'name'>;
