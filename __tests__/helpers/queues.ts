import { QUEUE_DEFAULTS, type QueueSettings } from '../../local/sqs/queue-settings';
import type { ReceivedMessage } from '../../local/sqs/received-message';
import { SqsService } from '../../local/sqs/service';
import { REGION, TestCloud } from './test-cloud';

/** A queue of a test and the calls it makes. */
export function makeQueues() {
  const cloud = new TestCloud();
  const sqs = new SqsService(cloud);
  cloud.serve('sqs', sqs);
  const make = (settings: Partial<QueueSettings> & { name: string }) => {
    const queue = sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, ...settings });
    const QueueUrl = sqs.queueUrl(queue);
    const ask = <T>(operation: string, input: object = {}) =>
      cloud.ask<T>('sqs', operation, { QueueUrl, ...input });
    return {
      queue,
      ask,
      send: (MessageBody: string, input: object = {}) =>
        ask<{ MessageId: string; SequenceNumber?: string }>('SendMessage', { MessageBody, ...input }),
      receive: async (input: object = {}) => {
        const all = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'], ...input };
        const { Messages = [] } = await ask<{ Messages?: ReceivedMessage[] }>('ReceiveMessage', all);
        return Messages;
      },
      remove: (message: ReceivedMessage | undefined) =>
        ask('DeleteMessage', { ReceiptHandle: message?.ReceiptHandle }),
    };
  };
  return { cloud, sqs, make, advance: (seconds: number) => (cloud.time += seconds * 1000) };
}

export const bodies = (messages: ReceivedMessage[]) => messages.map(({ Body }) => Body);
