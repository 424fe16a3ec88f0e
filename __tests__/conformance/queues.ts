import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue in few words. */
export class TestQueue {
  constructor(
    private readonly sqs: SQSClient,
    readonly url: string,
    readonly arn: string,
  ) {}

  send(MessageBody: string, more: Partial<SendMessageCommandInput> = {}) {
    return this.sqs.send(new SendMessageCommand({ QueueUrl: this.url, MessageBody, ...more }));
  }

  /** At once, with all attributes, unless `more` says otherwise. */
  async receive(
    more: Partial<ReceiveMessageCommandInput> = {},
    abortSignal?: AbortSignal,
  ): Promise<Message[]> {
    const receive = new ReceiveMessageCommand({
      QueueUrl: this.url,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      ...more,
    });
    return (await this.sqs.send(receive, { abortSignal })).Messages ?? [];
  }

  /** The one message that comes within some seconds. @throws Error when none comes */
  async next(more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message & { ReceiptHandle: string }> {
    const [message] = await this.receive({ WaitTimeSeconds: 4, ...more });
    if (!message?.ReceiptHandle) throw new Error('no message came');
    return { ...message, ReceiptHandle: message.ReceiptHandle };
  }

  async bodies(more: Partial<ReceiveMessageCommandInput> = {}): Promise<(string | undefined)[]> {
    return (await this.receive(more)).map(({ Body }) => Body);
  }

  delete({ ReceiptHandle }: Pick<Message, 'ReceiptHandle'>) {
    return this.sqs.send(new DeleteMessageCommand({ QueueUrl: this.url, ReceiptHandle }));
  }

  async attributes(): Promise<Record<string, string>> {
    const all = new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['All'] });
    return (await this.sqs.send(all)).Attributes ?? {};
  }
}

export const receiveCount = ({ Attributes }: Message): string | undefined =>
  Attributes?.ApproximateReceiveCount;
