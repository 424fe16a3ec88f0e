import { QUEUE_DEFAULTS } from '../../local/sqs/queue-settings';
import type { ReceivedMessage } from '../../local/sqs/received-message';
import { SqsService } from '../../local/sqs/service';
import { REGION } from './captures';
import type { TestCloud } from './test-cloud';

type Kind = 'capture' | 'error' | 'messages' | 'message errors';

const NAMES: Record<Kind, string> = {
  capture: 'test-captures',
  error: 'test-captures-errors',
  messages: 'test-messages.fifo',
  'message errors': 'test-messages-errors.fifo',
};
type Attributes = Record<string, string | number>;

/** The backstop of the capture queue. */
const MAX_RECEIVE_COUNT = 1;

/** The queues and error queues of a deployment `test` in the tests' region, and what is done to them. */
export class IngestQueues {
  readonly sqs: SqsService;
  private messages = 0;

  constructor(private readonly cloud: TestCloud) {
    this.sqs = new SqsService(cloud);
    cloud.serve('sqs', this.sqs);
    const errors = this.sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, name: 'test-captures-errors' });
    const redrive = { deadLetterTargetArn: errors.arn, maxReceiveCount: MAX_RECEIVE_COUNT };
    this.sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, name: 'test-captures', redrive });
    const fifo = { ...QUEUE_DEFAULTS, fifo: true, deduplicationScope: 'messageGroup' } as const;
    const stuck = this.sqs.createQueue(REGION, { ...fifo, name: NAMES['message errors'] });
    this.sqs.createQueue(REGION, {
      ...fifo,
      name: NAMES.messages,
      redrive: { ...redrive, deadLetterTargetArn: stuck.arn },
    });
  }

  /** Puts a WebSocket message into its error queue, as a lane does with these attributes. */
  async failMessage(body: string, attributes: Attributes = {}, group = 'acme.a'): Promise<void> {
    this.messages += 1;
    await this.send('message errors', body, attributes, {
      MessageGroupId: group,
      MessageDeduplicationId: `m-${this.messages}`,
    });
  }

  /** Puts a message into the error queue, as a lane does with these attributes, or as anybody without. */
  fail(body: string, attributes: Attributes = {}): Promise<void> {
    return this.send('error', body, attributes);
  }

  /** Lets SQS itself move a message into the error queue, by its backstop. */
  async backstop(body: string, attributes: Attributes = {}): Promise<void> {
    await this.send('capture', body, attributes);
    for (let receives = 0; receives <= MAX_RECEIVE_COUNT; receives += 1) {
      await this.receive('capture', { VisibilityTimeout: 0 });
    }
  }

  /** What somebody else does: moves the error queue's messages back, so many a second. */
  async startMove(rate: number): Promise<void> {
    await this.cloud.ask('sqs', 'StartMessageMoveTask', {
      SourceArn: this.sqs.queueArn(REGION, 'test-captures-errors'),
      DestinationArn: this.sqs.queueArn(REGION, 'test-captures'),
      MaxNumberOfMessagesPerSecond: rate,
    });
  }

  /** What can be received from a queue now; it is hidden afterwards. */
  async receive(kind: Kind, input: object = {}): Promise<ReceivedMessage[]> {
    const { Messages = [] } = await this.cloud.ask<{ Messages?: ReceivedMessage[] }>(
      'sqs',
      'ReceiveMessage',
      {
        QueueUrl: this.queueUrl(kind),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        ...input,
      },
    );
    return Messages;
  }

  /** Messages that can be received from a queue now. */
  async visible(kind: Kind): Promise<number> {
    const { Attributes } = await this.cloud.ask<{ Attributes: Record<string, string> }>(
      'sqs',
      'GetQueueAttributes',
      {
        QueueUrl: this.queueUrl(kind),
        AttributeNames: ['ApproximateNumberOfMessages'],
      },
    );
    return Number(Attributes.ApproximateNumberOfMessages);
  }

  private async send(kind: Kind, body: string, attributes: Attributes, fifo: object = {}): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
      ]),
    );
    const QueueUrl = this.queueUrl(kind);
    await this.cloud.ask('sqs', 'SendMessage', { QueueUrl, MessageBody: body, MessageAttributes, ...fifo });
  }

  private queueUrl(kind: Kind): string {
    return `${this.cloud.endpoint}/000000000000/${NAMES[kind]}`;
  }
}
