import { QUEUE_DEFAULTS } from '../../local/sqs/queue-settings';
import type { ReceivedMessage } from '../../local/sqs/received-message';
import { SqsService } from '../../local/sqs/service';
import { REGION } from './captures';
import type { TestCloud } from './test-cloud';

type Kind = 'capture' | 'error';
type Attributes = Record<string, string | number>;

/** The backstop of the capture queue. */
const MAX_RECEIVE_COUNT = 1;

/** Capture queue and error queue of a deployment `test` in the tests' region, and what is done to them. */
export class IngestQueues {
  readonly sqs: SqsService;

  constructor(private readonly cloud: TestCloud) {
    this.sqs = new SqsService(cloud);
    cloud.serve('sqs', this.sqs);
    const errors = this.sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, name: 'test-captures-errors' });
    const redrive = { deadLetterTargetArn: errors.arn, maxReceiveCount: MAX_RECEIVE_COUNT };
    this.sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, name: 'test-captures', redrive });
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

  private async send(kind: Kind, body: string, attributes: Attributes): Promise<void> {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [
        name,
        { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
      ]),
    );
    const QueueUrl = this.queueUrl(kind);
    await this.cloud.ask('sqs', 'SendMessage', { QueueUrl, MessageBody: body, MessageAttributes });
  }

  private queueUrl(kind: Kind): string {
    return `${this.cloud.endpoint}/000000000000/test-captures${kind === 'error' ? '-errors' : ''}`;
  }
}
