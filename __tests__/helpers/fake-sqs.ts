import {
  type ChangeMessageVisibilityRequest,
  type DeleteMessageBatchRequest,
  type MessageAttributeValue,
  type ReceiveMessageRequest,
  type SendMessageRequest,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ManualClock } from './manual-clock';

interface Stored {
  handle: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  /** Of a FIFO queue, whose groups this fake does not hold back. */
  group?: string;
  receives: number;
  visibleAt: number;
}

/** Visibility timeout of the fake queue, seconds. */
export const VISIBILITY_SECONDS = 80;

/** A capture queue and its error queue in memory, behind a real SQS client; long polls wait on the test's clock. */
export class FakeSqs {
  readonly client = new SQSClient({ region: 'eu-west-2' });
  readonly queueUrl = 'https://sqs.test/captures';
  readonly errorQueueUrl = 'https://sqs.test/errors';
  /** Sizes of the delete batches, in order. */
  readonly deletes: number[] = [];
  /** Visibility timeouts that were set, in order. */
  readonly releases: number[] = [];
  readonly polls: ReceiveMessageRequest[] = [];
  readonly errorQueue: SendMessageRequest[] = [];
  /** Commands that fail, by name. */
  readonly failing = new Set<string>();
  /** Error code of the deletes that are refused one by one. */
  refusing?: string;
  /** Largest message of the error queue with its attributes, bytes. */
  maxBytes = 262_144;
  private messages: Stored[] = [];
  private handles = 0;

  constructor(private readonly clock: ManualClock) {
    this.client.middlewareStack.add(
      (_, context) => async (args) => {
        const command = context.commandName ?? '';
        if (this.failing.has(command))
          throw Object.assign(new Error(`${command} failed`), { name: 'ServiceUnavailable' });
        return { output: { $metadata: {}, ...(await this.answer(command, args.input)) }, response: {} };
      },
      { step: 'initialize' },
    );
  }

  /** Puts a message into the capture queue. */
  add(
    body: string,
    { receives = 0, attributes = {}, group }: Partial<Pick<Stored, 'receives' | 'attributes' | 'group'>> = {},
  ): void {
    this.handles += 1;
    this.messages.push({
      handle: `message-${this.handles}`,
      body,
      attributes,
      group,
      receives,
      visibleAt: this.clock.now(),
    });
  }

  /** Messages that are still in the capture queue, with the seconds until each can be received. */
  get left(): number[] {
    return this.messages.map(({ visibleAt }) => Math.max(0, (visibleAt - this.clock.now()) / 1000));
  }

  private answer(command: string, input: object): Promise<object> | object {
    switch (command) {
      case 'ReceiveMessageCommand':
        return this.receive(input as ReceiveMessageRequest);
      case 'DeleteMessageBatchCommand':
        return this.deleteBatch(input as DeleteMessageBatchRequest);
      case 'ChangeMessageVisibilityCommand':
        return this.changeVisibility(input as ChangeMessageVisibilityRequest);
      case 'SendMessageCommand':
        return this.send(input as SendMessageRequest);
      default:
        throw new Error(`the fake queue does not know ${command}`);
    }
  }

  private async receive(request: ReceiveMessageRequest): Promise<object> {
    this.polls.push(request);
    const found = this.take(request);
    if (found.length > 0) return { Messages: found };
    await this.clock.sleep((request.WaitTimeSeconds ?? 0) * 1000);
    return { Messages: this.take(request) };
  }

  private take({
    MaxNumberOfMessages: most = 1,
    MessageAttributeNames: names = [],
  }: ReceiveMessageRequest): object[] {
    const now = this.clock.now();
    const visible = this.messages.filter(({ visibleAt }) => visibleAt <= now).slice(0, most);
    return visible.map((message) => {
      message.receives += 1;
      message.visibleAt = now + VISIBILITY_SECONDS * 1000;
      return {
        MessageId: `id of ${message.handle}`,
        ReceiptHandle: message.handle,
        Body: message.body,
        Attributes: {
          ApproximateReceiveCount: String(message.receives),
          ...(message.group !== undefined && { MessageGroupId: message.group }),
        },
        // Only what was asked for.
        MessageAttributes: Object.fromEntries(
          Object.entries(message.attributes).filter(([name]) => names.includes(name)),
        ),
      };
    });
  }

  private deleteBatch({ Entries = [] }: DeleteMessageBatchRequest): object {
    this.deletes.push(Entries.length);
    if (this.refusing) return { Failed: Entries.map(({ Id }) => ({ Id, Code: this.refusing })) };
    const handles = Entries.map(({ ReceiptHandle }) => ReceiptHandle);
    this.messages = this.messages.filter(({ handle }) => !handles.includes(handle));
    return { Successful: Entries.map(({ Id }) => ({ Id })) };
  }

  private send(request: SendMessageRequest): object {
    const attributes = Object.entries(request.MessageAttributes ?? {});
    const size = [
      request.MessageBody,
      ...attributes.flatMap(([name, value]) => [name, value.DataType, value.StringValue]),
    ].reduce((sum, text = '') => sum + Buffer.byteLength(text), 0);
    if (size > this.maxBytes) {
      throw Object.assign(new Error('Message must be shorter'), { name: 'InvalidParameterValue' });
    }
    this.errorQueue.push(request);
    return {};
  }

  private changeVisibility({ ReceiptHandle, VisibilityTimeout = 0 }: ChangeMessageVisibilityRequest): object {
    this.releases.push(VisibilityTimeout);
    const message = this.messages.find(({ handle }) => handle === ReceiptHandle);
    if (message) message.visibleAt = this.clock.now() + VisibilityTimeout * 1000;
    return {};
  }
}
