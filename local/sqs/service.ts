import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { MoveTasks } from './move-tasks';
import { cancelMessageMoveTask } from './operations/cancel-message-move-task';
import { changeMessageVisibility } from './operations/change-message-visibility';
import { changeMessageVisibilityBatch } from './operations/change-message-visibility-batch';
import { deleteMessage } from './operations/delete-message';
import { deleteMessageBatch } from './operations/delete-message-batch';
import { getQueueAttributes } from './operations/get-queue-attributes';
import { getQueueUrl } from './operations/get-queue-url';
import { listDeadLetterSourceQueues } from './operations/list-dead-letter-source-queues';
import { listMessageMoveTasks } from './operations/list-message-move-tasks';
import { listQueues } from './operations/list-queues';
import { purgeQueue } from './operations/purge-queue';
import { receiveMessage } from './operations/receive-message';
import { sendMessage } from './operations/send-message';
import { sendMessageBatch } from './operations/send-message-batch';
import { startMessageMoveTask } from './operations/start-message-move-task';
import { isQuery, serveQuery } from './query-protocol';
import { Queue } from './queue';
import type { QueueSettings } from './queue-settings';

const OPERATIONS: JsonOperations<SqsService> = {
  CancelMessageMoveTask: cancelMessageMoveTask,
  ChangeMessageVisibility: changeMessageVisibility,
  ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListDeadLetterSourceQueues: listDeadLetterSourceQueues,
  ListMessageMoveTasks: listMessageMoveTasks,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
  StartMessageMoveTask: startMessageMoveTask,
};

/** Amazon SQS in all regions. Queues come from Terraform only: CreateQueue is not served. */
export class SqsService implements AwsService {
  readonly moveTasks = new MoveTasks();
  private readonly queues = new Map<string, Queue>();

  constructor(readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    const json = (call: AwsRequest) =>
      serveJson({ service: 'sqs', operations: OPERATIONS, gate, state: this }, call);
    return isQuery(request) ? serveQuery(request, json) : json(request);
  }

  /** @throws Error when the region has a queue of that name */
  createQueue(region: string, settings: QueueSettings): Queue {
    const arn = this.queueArn(region, settings.name);
    if (this.queues.has(arn)) {
      throw new Error(`the queue ${arn} exists already`);
    }
    const queue = new Queue(settings, {
      arn,
      region,
      now: () => this.now(),
      queueOf: (other) => this.queueOf(other),
    });
    this.queues.set(arn, queue);
    return queue;
  }

  queueArn(region: string, name: string, accountId = this.cloud.accountId): string {
    return `arn:${this.cloud.partition}:sqs:${region}:${accountId}:${name}`;
  }

  /** The same path in every region: a request's signature says which region is meant. */
  queueUrl({ settings }: Queue): string {
    return `${this.cloud.endpoint}/${this.cloud.accountId}/${settings.name}`;
  }

  queueOf(arn: string): Queue | undefined {
    return this.queues.get(arn);
  }

  queuesIn(region: string): Queue[] {
    return [...this.queues.values()].filter((queue) => queue.region === region);
  }

  /** Queues whose redrive policy names this one. */
  sourcesOf(deadLetterQueue: Queue): Queue[] {
    return this.queuesIn(deadLetterQueue.region).filter(
      ({ settings }) => settings.redrive?.deadLetterTargetArn === deadLetterQueue.arn,
    );
  }

  /** Ends the long polls of queues that are away, empty-handed; messages stay as they are. */
  cutPolls(isAway: (queueArn: string) => boolean): void {
    for (const queue of this.queues.values()) {
      if (isAway(queue.arn)) {
        queue.stop();
      }
    }
  }

  /** Epoch ms. */
  now(): number {
    return this.cloud.now();
  }

  stop(): void {
    this.moveTasks.stop();
    for (const queue of this.queues.values()) {
      queue.stop();
    }
  }
}
