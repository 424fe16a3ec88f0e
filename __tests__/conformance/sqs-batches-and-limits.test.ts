import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { TestQueue } from './queues';
import type { QueueProps } from './target';

conformance('SQS batches and limits', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  const makeQueue = async (props?: QueueProps) => {
    const { url, arn } = await given.target.createQueue(props);
    return new TestQueue(sqs, url, arn);
  };
  const entries = (...bodies: string[]) =>
    bodies.map((MessageBody, index) => ({ Id: `id-${index}`, MessageBody }));
  const sendAll = ({ url: QueueUrl }: TestQueue, ...bodies: string[]) =>
    sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(...bodies) }));
  const deleteAll = ({ url: QueueUrl }: TestQueue, ...handles: (string | undefined)[]) =>
    sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );

  behaviour('a batch sends every entry and says which id each message has', async () => {
    const queue = await makeQueue();
    const { Successful, Failed = [] } = await sendAll(queue, 'a', 'b');
    expect(Successful?.map(({ Id }) => Id)).toEqual(['id-0', 'id-1']);
    expect(Failed).toEqual([]);
    const received = await queue.receive({ MaxNumberOfMessages: 10 });
    expect(received.map(({ MessageId }) => MessageId).sort()).toEqual(
      Successful?.map(({ MessageId }) => MessageId).sort(),
    );
  });

  behaviour('an entry with characters that SQS refuses fails alone', async () => {
    const queue = await makeQueue();
    const { Successful, Failed } = await sendAll(queue, 'good', 'bad \u0001');
    expect(Successful?.map(({ Id }) => Id)).toEqual(['id-0']);
    expect(Failed).toMatchObject([{ Id: 'id-1', SenderFault: true }]);
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['good']);
  });

  behaviour('a receive gives at most as many messages as asked for', async () => {
    const queue = await makeQueue();
    await sendAll(queue, 'a', 'b', 'c');
    expect(await queue.receive({ MaxNumberOfMessages: 2 })).toHaveLength(2);
    expect(await queue.receive({ MaxNumberOfMessages: 2 })).toHaveLength(1);
  });

  behaviour('a batch deletes what it can and reports the rest', async () => {
    const queue = await makeQueue();
    await sendAll(queue, 'a', 'b');
    const [first] = await queue.receive();
    const { Successful, Failed } = await deleteAll(queue, first?.ReceiptHandle, 'nonsense');
    expect(Successful?.map(({ Id }) => Id)).toEqual(['0']);
    expect(Failed).toMatchObject([{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }]);
    expect((await queue.attributes()).ApproximateNumberOfMessagesNotVisible).toBe('0');
  });

  behaviour('a batch releases what it can and reports the rest', async () => {
    const queue = await makeQueue();
    await queue.send('a');
    const { ReceiptHandle } = await queue.next();
    const Entries = [ReceiptHandle, 'nonsense'].map((handle, index) => ({
      Id: String(index),
      ReceiptHandle: handle,
      VisibilityTimeout: 0,
    }));
    const change = new ChangeMessageVisibilityBatchCommand({ QueueUrl: queue.url, Entries });
    const { Successful, Failed } = await sqs.send(change);
    expect(Successful?.map(({ Id }) => Id)).toEqual(['0']);
    expect(Failed).toMatchObject([{ Id: '1', Code: 'ReceiptHandleIsInvalid' }]);
    expect(await queue.bodies()).toEqual(['a']);
  });

  behaviour('fails with EmptyBatchRequest without entries', async () => {
    await expect(deleteAll(await makeQueue())).rejects.toMatchObject({ name: 'EmptyBatchRequest' });
  });

  behaviour('fails with TooManyEntriesInBatchRequest above ten', async () => {
    const bodies = Array.from({ length: 11 }, (_, index) => `${index}`);
    await expect(sendAll(await makeQueue(), ...bodies)).rejects.toMatchObject({
      name: 'TooManyEntriesInBatchRequest',
    });
  });

  behaviour('fails with BatchEntryIdsNotDistinct when two entries have one id', async () => {
    const { url: QueueUrl } = await makeQueue();
    const Entries = [...entries('a'), ...entries('b')];
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name: 'BatchEntryIdsNotDistinct',
    });
  });

  behaviour('a message may be as large as the queue allows, attributes included', async () => {
    const queue = await makeQueue({ maxMessageBytes: 1024 });
    const MessageAttributes = { name: { DataType: 'String', StringValue: 'value' } };
    // 4 bytes of name, 6 of type, 5 of value.
    await queue.send('x'.repeat(1024 - 15), { MessageAttributes });
    await expect(queue.send('x'.repeat(1024 - 14), { MessageAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  behaviour('fails with InvalidParameterValue for a body above the maximum of the queue', async () => {
    const queue = await makeQueue({ maxMessageBytes: 1024 });
    await queue.send('x'.repeat(1024));
    await expect(queue.send('x'.repeat(1025))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  behaviour('a queue may take messages of 1 MiB', async () => {
    const queue = await makeQueue({ maxMessageBytes: 1_048_576 });
    await queue.send('x'.repeat(1_048_576));
    expect((await queue.next()).Body).toHaveLength(1_048_576);
  });

  behaviour('fails with InvalidMessageContents for characters outside of XML', async () => {
    const queue = await makeQueue();
    await expect(queue.send('bad \u0001')).rejects.toMatchObject({ name: 'InvalidMessageContents' });
  });

  behaviour('fails to receive more than ten at once', async () => {
    const queue = await makeQueue();
    await expect(queue.receive({ MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });

  behaviour('fails to wait longer than 20 seconds', async () => {
    const queue = await makeQueue();
    await expect(queue.receive({ WaitTimeSeconds: 21 })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });
});
