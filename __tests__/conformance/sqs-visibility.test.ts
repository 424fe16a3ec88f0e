import { setTimeout as wait } from 'node:timers/promises';
import { ChangeMessageVisibilityCommand, type Message, SQSClient } from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { receiveCount, TestQueue } from './queues';
import type { QueueProps } from './target';

conformance('SQS visibility', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  const makeQueue = async (props?: QueueProps) => {
    const { url, arn } = await given.target.createQueue(props);
    return new TestQueue(sqs, url, arn);
  };
  const hide = (queue: TestQueue, { ReceiptHandle }: Message, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout }));

  behaviour('a received message is hidden, and comes back when its time is over', async () => {
    const queue = await makeQueue({ visibilityTimeoutSeconds: 1 });
    await queue.send('text');
    const first = await queue.next();
    expect(await queue.receive()).toEqual([]);
    const second = await queue.next();
    expect(second.MessageId).toBe(first.MessageId);
    expect([first, second].map(receiveCount)).toEqual(['1', '2']);
  });

  behaviour('a receive chooses how long its messages are hidden', async () => {
    const queue = await makeQueue({ visibilityTimeoutSeconds: 600 });
    await queue.send('text');
    await queue.next({ VisibilityTimeout: 1 });
    expect(receiveCount(await queue.next())).toBe('2');
  });

  behaviour('a message that was released with 0 is there at once', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    await hide(queue, await queue.next(), 0);
    expect((await queue.receive()).map(receiveCount)).toEqual(['2']);
  });

  behaviour('a message that was released with 1 comes after a second', async () => {
    const queue = await makeQueue({ visibilityTimeoutSeconds: 600 });
    await queue.send('text');
    const releasedAt = Date.now();
    await hide(queue, await queue.next(), 1);
    expect(await queue.receive()).toEqual([]);
    await queue.next();
    expect(Date.now() - releasedAt).toBeGreaterThanOrEqual(950);
  });

  behaviour('a hidden message can be kept hidden for longer', async () => {
    const queue = await makeQueue({ visibilityTimeoutSeconds: 1 });
    await queue.send('text');
    await hide(queue, await queue.next(), 600);
    await wait(1200);
    expect(await queue.receive()).toEqual([]);
  });

  behaviour('a deleted message does not come back', async () => {
    const queue = await makeQueue({ visibilityTimeoutSeconds: 1 });
    await queue.send('text');
    await queue.delete(await queue.next());
    await wait(1200);
    expect(await queue.receive()).toEqual([]);
    expect((await queue.attributes()).ApproximateNumberOfMessagesNotVisible).toBe('0');
  });

  behaviour('what was deleted can be deleted again', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const message = await queue.next();
    await queue.delete(message);
    await expect(queue.delete(message)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  behaviour('a delete with the handle of an earlier receive is accepted without an error', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const earlier = await queue.next({ VisibilityTimeout: 0 });
    await queue.next({ VisibilityTimeout: 600 });
    await expect(queue.delete(earlier)).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  behaviour('fails with ReceiptHandleIsInvalid to delete by what is no handle', async () => {
    const queue = await makeQueue();
    await expect(queue.delete({ ReceiptHandle: 'nonsense' })).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
  });

  behaviour('fails with ReceiptHandleIsInvalid to release by what is no handle', async () => {
    const queue = await makeQueue();
    await expect(hide(queue, { ReceiptHandle: 'nonsense' }, 0)).rejects.toMatchObject({
      name: 'ReceiptHandleIsInvalid',
    });
  });

  behaviour('fails with MessageNotInflight to release a message that is visible already', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const message = await queue.next();
    await hide(queue, message, 0);
    await expect(hide(queue, message, 0)).rejects.toMatchObject({ name: 'MessageNotInflight' });
  });

  behaviour('fails to release a message that was deleted', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const message = await queue.next();
    await queue.delete(message);
    await expect(hide(queue, message, 0)).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  });

  behaviour('fails with InvalidParameterValue above twelve hours', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const message = await queue.next();
    await expect(hide(queue, message, 43_201)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
