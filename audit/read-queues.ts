import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { captureQueueName, errorQueueName } from '../contracts/naming';
import type { ErrorMessage, QueueCounts } from './end-state';
import { type AuditTarget, clientsOf } from './target';

/** How long a message is hidden while the others are read, seconds: at ten a call, enough for some ten thousands. */
const HIDDEN_SECONDS = 120;

/** What every capture queue and error queue counts. On AWS these are estimates until a minute after the last change. */
export function readQueueCounts(target: AuditTarget): Promise<QueueCounts[]> {
  return forEachRegion(target, async (sqs, region) => [
    await countsOf(sqs, region, 'capture', captureQueueName(target.name)),
    await countsOf(sqs, region, 'error', errorQueueName(target.name)),
  ]);
}

/** Every message of every error queue that its count shows as visible, once, and visible again afterwards. */
export function readErrorMessages(target: AuditTarget, counts: QueueCounts[]): Promise<ErrorMessage[]> {
  return forEachRegion(target, async (sqs, region) => {
    const count = counts.find(({ queue, region: other }) => queue === 'error' && other === region);
    const QueueUrl = await urlOf(sqs, errorQueueName(target.name));
    const messages = await receiveAll(sqs, QueueUrl, count?.visible ?? 0);
    await release(sqs, QueueUrl, messages);
    return messages.map(({ MessageId = '', Body = '' }) => ({ region, messageId: MessageId, body: Body }));
  });
}

async function forEachRegion<T>(
  target: AuditTarget,
  read: (sqs: SQSClient, region: string) => Promise<T[]>,
): Promise<T[]> {
  const perRegion = target.ingest.map(async ({ region }) => {
    const sqs = clientsOf(target, region).sqs();
    try {
      return await read(sqs, region);
    } finally {
      sqs.destroy();
    }
  });
  return (await Promise.all(perRegion)).flat();
}

async function countsOf(
  sqs: SQSClient,
  region: string,
  queue: QueueCounts['queue'],
  name: string,
): Promise<QueueCounts> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: await urlOf(sqs, name), AttributeNames: ['All'] }),
  );
  return {
    region,
    queue,
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
