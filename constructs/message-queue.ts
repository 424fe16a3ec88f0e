import type { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { messageErrorQueueName, messageQueueName } from '../contracts/naming';
import { denyInsecureTransport, policyJson } from './policy';
import { createQueuePair, type QueuePair } from './queue-pair';

/** What the message queue of a region is made from. */
export interface MessageQueueProps {
  settings: Pick<Settings, 'name' | 'processing' | 'retention'>;
}

/**
 * Both together are high-throughput mode (Amazon SQS Developer Guide, "High throughput for FIFO queues"). Deduplication within
 * a group: a group is one principal's, so that nobody can have the message of another taken for a repetition.
 */
const HIGH_THROUGHPUT_FIFO = {
  fifoQueue: true,
  deduplicationScope: 'messageGroup',
  fifoThroughputLimit: 'perMessageGroupId',
};

/** The FIFO queue that the WebSocket API sends messages to, with the error queue behind it. */
export class MessageQueue extends Construct implements QueuePair {
  readonly queue: SqsQueue;
  readonly errorQueue: SqsQueue;

  constructor(scope: Construct, id: string, { settings }: MessageQueueProps) {
    super(scope, id);
    // No delay: the message itself is what is processed, and there is nothing to wait for.
    const { queue, errorQueue } = createQueuePair(this, {
      settings,
      queueName: messageQueueName(settings.name),
      errorQueueName: messageErrorQueueName(settings.name),
      type: HIGH_THROUGHPUT_FIFO,
    });
    this.queue = queue;
    this.errorQueue = errorQueue;
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.url,
      policy: policyJson([denyInsecureTransport('sqs:*', [queue.arn])]),
    });
  }
}
