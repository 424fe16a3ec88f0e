import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type QueueKind, queueNames } from '../contracts/naming';
import type { ErrorMessage, QueueCounts } from './end-state';
import { type AuditTarget, clientsOf } from './target';

/** Name of the message attribute that a WebSocket API writes the request id in. */
const REQUEST_ID = 'requestId';

/** How long a message is hidden while the others are read, seconds: at ten a call, enough for some ten thousands. */
const HIDDEN_SECONDS = 120;

const KINDS: QueueKind[] = ['captures', 'messages'];

/** What every queue and every error queue counts. On AWS these are estimates until a minute after the last change. */
export function readQueueCounts(target: AuditTarget): Promise<QueueCounts[]> {
  return forEachQueue(target, async (sqs, region, kind) => {
    const names = queueNames(target.name, kind);
    return [
      { region, kind, queue: 'capture', ...(await countsOf(sqs, names.queue)) },
      { region, kind, queue: 'error', ...(await countsOf(sqs, names.errorQueue)) },
    ];
  });
}

/**
 * Every message of every error queue that its count shows as visible, once, and visible again afterwards. Of one group of a FIFO
 * queue no more than ten: SQS hands out no others while those are hidden.
 */
export function readErrorMessages(target: AuditTarget, counts: QueueCounts[]): Promise<ErrorMessage[]> {
  return forEachQueue(target, async (sqs, region, kind) => {
    const count = counts.find((of) => of.queue === 'error' && of.region === region && of.kind === kind);
    const QueueUrl = await urlOf(sqs, queueNames(target.name, kind).errorQueue);
    const messages = await receiveAll(sqs, QueueUrl, count?.visible ?? 0);
    await release(sqs, QueueUrl, messages);
    return messages.map(({ MessageId = '', Body = '', MessageAttributes = {} }) => {
      const requestId = MessageAttributes[REQUEST_ID]?.StringValue;
      return {
        region,
        kind,
        messageId: MessageId,
        body: Body,
        ...(kind === 'messages' && requestId !== undefined && { requestId }),
      };
    });
  });
}

async function forEachQueue<T>(
  target: AuditTarget,
  read: (sqs: SQSClient, region: string, kind: QueueKind) => Promise<T[]>,
): Promise<T[]> {
  const perRegion = target.ingest.map(async ({ region }) => {
    const sqs = clientsOf(target, region).sqs();
    try {
      return (await Promise.all(KINDS.map((kind) => read(sqs, region, kind)))).flat();
    } finally {
      sqs.destroy();
    }
  });
  return (await Promise.all(perRegion)).flat();
}

async function countsOf(
  sqs: SQSClient,
  name: string,
): Promise<Pick<QueueCounts, 'visible' | 'delayed' | 'inFlight'>> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: await urlOf(sqs, name), AttributeNames: ['All'] }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible),
  };
}

async function urlOf(sqs: SQSClient, QueueName: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  if (!QueueUrl) throw new Error(`no URL for queue ${QueueName}`);
  return QueueUrl;
}

/** Receives `count` messages or what there is; the wait of a second makes SQS ask all of its servers. */
async function receiveAll(sqs: SQSClient, QueueUrl: string, count: number): Promise<Message[]> {
  const received = new Map<string, Message>();
  while (received.size < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: [REQUEST_ID],
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    if (Messages.length === 0) break;
    for (const message of Messages) received.set(message.MessageId ?? '', message);
  }
  return [...received.values()];
}

async function release(sqs: SQSClient, QueueUrl: string, messages: Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}
