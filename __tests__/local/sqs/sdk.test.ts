import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { makeQueues } from '../../helpers/queues';

describe('the SQS client of the AWS SDK', () => {
  it('sends, receives and deletes, checks the digests, and knows the errors by name', async () => {
    const { cloud, make } = makeQueues();
    const { queue } = make({ name: 'q' });
    const { close } = await cloud.listen();
    const client = new SQSClient(cloud.clientConfig());
    try {
      const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'q' }));
      const bytes = new Uint8Array([0, 255, 7]);
      const MessageAttributes = { b: { DataType: 'Binary', BinaryValue: bytes } };
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'häßlich 🙂', MessageAttributes }));
      const wanted = { QueueUrl, WaitTimeSeconds: 1, MessageAttributeNames: ['All'] };
      const { Messages } = await client.send(new ReceiveMessageCommand(wanted));
      expect(Messages?.[0]?.Body).toBe('häßlich 🙂');
      expect(Messages?.[0]?.MessageAttributes?.b?.BinaryValue).toEqual(bytes);
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle }));
      expect(queue.counts().inFlight).toBe(0);
      await expect(client.send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
        name: 'QueueDoesNotExist',
      });
    } finally {
      client.destroy();
      await close();
    }
  });

  it('loses no message when it goes away during a long poll', async () => {
    const { cloud, make } = makeQueues();
    const { send, receive, ask, queue } = make({ name: 'q' });
    const { close } = await cloud.listen();
    const client = new SQSClient(cloud.clientConfig());
    const run = jest.spyOn(cloud.gate, 'run');
    try {
      const leave = new AbortController();
      const { QueueUrl } = await ask<{ QueueUrl: string }>('GetQueueUrl', { QueueName: 'q' });
      const poll = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
      const polled = client.send(poll, { abortSignal: leave.signal });
      while (!run.mock.calls.some(([{ action }]) => action === 'sqs:ReceiveMessage')) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      leave.abort();
      await expect(polled).rejects.toThrow();
      // The server ends the poll once it knows that the client has gone.
      await run.mock.results.at(-1)?.value;
      await send('kept');
      expect(queue.counts().visible).toBe(1);
      expect(await receive()).toHaveLength(1);
    } finally {
      client.destroy();
      await close();
    }
  });
});
