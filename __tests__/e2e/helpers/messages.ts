import { randomUUID } from 'node:crypto';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { captureId, MESSAGE_CHANNEL } from '../../../contracts/capture';
import { messageGroup } from '../../../contracts/message';
import { asAttributes, messageAttributes } from '../../helpers/messages';
import type { Deployment } from './deployment';

/** One message of a client, and what its API would write beside it. */
export interface ClientMessage {
  /** The client's group, or what stands for it. */
  group: string;
  /** JSON: the processor does as it says. */
  order: object;
  attributes?: Parameters<typeof messageAttributes>[0];
}

/** Messages in one call (SQS API reference, SendMessageBatch). */
const MAX_BATCH = 10;

/** Sends messages to the region's FIFO queue as its WebSocket API does, in order. Answers with their ids. */
export async function sendMessages(
  deployment: Deployment,
  region: string,
  messages: ClientMessage[],
): Promise<string[]> {
  const sent = await send(deployment, region, messages);
  for (const { id, body } of sent) deployment.remember(id, Buffer.from(body));
  return sent.map(({ id }) => id);
}

/** Sends a message again that was sent before, with the same request id, as SQS delivers one twice. */
export async function sendMessageAgain(
  deployment: Deployment,
  region: string,
  message: ClientMessage,
): Promise<void> {
  await send(deployment, region, [message]);
}

async function send(deployment: Deployment, region: string, messages: ClientMessage[]) {
  const sent: { id: string; body: string }[] = [];
  for (let begin = 0; begin < messages.length; begin += MAX_BATCH) {
    const batch = messages.slice(begin, begin + MAX_BATCH).map((message) => entryOf(message));
    const { Failed = [] } = await deployment.sqs(region).send(
      new SendMessageBatchCommand({
        QueueUrl: await deployment.queueUrl(region, 'messages'),
        Entries: batch.map(({ entry }, index) => ({ ...entry, Id: String(index) })),
      }),
    );
    if (Failed.length > 0) throw new Error(`not sent: ${JSON.stringify(Failed)}`);
    for (const { requestId, entry } of batch) {
      sent.push({ id: captureId(region, MESSAGE_CHANNEL, requestId), body: entry.MessageBody });
    }
  }
  return sent;
}

function entryOf({ group, order, attributes = {} }: ClientMessage) {
  const requestId = attributes.requestId ?? `${randomUUID()}=`;
  const beside = messageAttributes({
    principal: 'local',
    receivedAt: String(Date.now()),
    ...attributes,
    requestId,
  });
  return {
    requestId,
    entry: {
      MessageBody: JSON.stringify(order),
      MessageGroupId: messageGroup(beside.principal, group),
      MessageDeduplicationId: requestId,
      MessageAttributes: asAttributes(beside),
    },
  };
}

/** Takes everything out of a region's FIFO queue that nobody else holds. */
export async function takeMessages(deployment: Deployment, region: string): Promise<Message[]> {
  const sqs = deployment.sqs(region);
  const QueueUrl = await deployment.queueUrl(region, 'messages');
  const all: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: MAX_BATCH,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return all;
    all.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** Ids in the order in which user code was called for them; one that was called several times in a row is there once. */
export async function processedOrder(deployment: Deployment, ids: string[]): Promise<string[]> {
  const [order = []] = await processedOrders(deployment, [ids]);
  return order;
}

/** The same of several groups, each by itself. */
export async function processedOrders(deployment: Deployment, groups: string[][]): Promise<string[][]> {
  const calls = (await deployment.logs('process'))
    .filter((line) => line.message === 'processor called')
    .map((line) => String(line.id));
  return groups.map((ids) => {
    const wanted = new Set(ids);
    const called = calls.filter((id) => wanted.has(id));
    return called.filter((id, index) => id !== called[index - 1]);
  });
}
