import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { TestQueue } from './queues';
import type { QueueProps } from './target';

conformance('SQS FIFO queues', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  const makeQueue = async (props: QueueProps = {}) => {
    const { url, arn } = await given.target.createQueue({ fifo: true, ...props });
    return new TestQueue(sqs, url, arn);
  };
  const send = (queue: TestQueue, MessageGroupId: string, body: string, id = body) =>
    queue.send(body, { MessageGroupId, MessageDeduplicationId: id });

  behaviour('a receive gives several messages of one group, in order', async () => {
    const queue = await makeQueue();
    for (const body of ['1', '2', '3']) await send(queue, 'a', body);
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['1', '2', '3']);
  });

  behaviour('a group with a message in flight gives nothing, other groups do', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', 'a1');
    await send(queue, 'a', 'a2');
    await send(queue, 'b', 'b1');
    expect((await queue.next()).Body).toBe('a1');
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['b1']);
    expect(await queue.receive()).toEqual([]);
  });

  behaviour('a group goes on when its message in flight is deleted', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', '1');
    await send(queue, 'a', '2');
    await queue.delete(await queue.next());
    expect((await queue.next()).Body).toBe('2');
  });

  behaviour('a released message comes again before those behind it', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', '1');
    await send(queue, 'a', '2');
    const { ReceiptHandle } = await queue.next();
    const release = { QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 };
    await sqs.send(new ChangeMessageVisibilityCommand(release));
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['1', '2']);
  });

  behaviour('a deduplication id that was accepted is acknowledged and dropped', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', 'one', 'same');
    await send(queue, 'a', 'other', 'same');
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['one']);
  });

  behaviour('a deduplication id is remembered after its message is deleted', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', 'one', 'same');
    await queue.delete(await queue.next());
    await send(queue, 'a', 'one', 'same');
    expect(await queue.receive()).toEqual([]);
  });

  behaviour('a deduplication id counts in its own group only, where the queue says so', async () => {
    const queue = await makeQueue({ deduplicationScope: 'messageGroup' });
    await send(queue, 'a', 'one', 'same');
    await send(queue, 'a', 'again', 'same');
    await send(queue, 'b', 'other', 'same');
    expect((await queue.bodies({ MaxNumberOfMessages: 10 })).toSorted()).toEqual(['one', 'other']);
  });

  behaviour('without an id the body deduplicates, where the queue says so', async () => {
    const queue = await makeQueue({ contentBasedDeduplication: true });
    for (const body of ['one', 'one', 'two']) await queue.send(body, { MessageGroupId: 'a' });
    expect(await queue.bodies({ MaxNumberOfMessages: 10 })).toEqual(['one', 'two']);
  });

  behaviour('a message tells group, deduplication id and a sequence number that rises', async () => {
    const queue = await makeQueue();
    await send(queue, 'a', '1');
    await send(queue, 'a', '2');
    const [first, second] = await queue.receive({ MaxNumberOfMessages: 10 });
    expect(first?.Attributes).toMatchObject({ MessageGroupId: 'a', MessageDeduplicationId: '1' });
    const sequence = [first, second].map((message) => BigInt(message?.Attributes?.SequenceNumber ?? 0));
    expect(Number(sequence[1]! - sequence[0]!)).toBeGreaterThan(0);
  });

  behaviour('a poison message goes to the error queue and its group goes on', async () => {
    const errors = await makeQueue();
    const redrive = { deadLetterTargetArn: errors.arn, maxReceiveCount: 1 };
    const queue = await makeQueue({ redrive });
    await send(queue, 'a', 'poison');
    await send(queue, 'a', 'good');
    await queue.next({ VisibilityTimeout: 0 });
    expect((await queue.next()).Body).toBe('good');
    const dead = await errors.next();
    expect(dead).toMatchObject({ Body: 'poison', Attributes: { MessageGroupId: 'a' } });
  });

  behaviour('a message in the error queue is deduplicated by its own id', async () => {
    const errors = await makeQueue();
    const queue = await makeQueue({ redrive: { deadLetterTargetArn: errors.arn, maxReceiveCount: 1 } });
    await send(queue, 'a', 'poison');
    await queue.next({ VisibilityTimeout: 0 });
    await queue.receive();
    const dead = await errors.next();
    expect(dead.Attributes?.MessageDeduplicationId).toBe(dead.MessageId);
  });

  behaviour('fails with MissingParameter without a group', async () => {
    const queue = await makeQueue();
    await expect(queue.send('text', { MessageDeduplicationId: '1' })).rejects.toMatchObject({
      name: 'MissingParameter',
    });
  });

  behaviour('fails with InvalidParameterValue without a deduplication id', async () => {
    const queue = await makeQueue();
    await expect(queue.send('text', { MessageGroupId: 'a' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  behaviour('fails with InvalidParameterValue for a delay of a single message', async () => {
    const queue = await makeQueue();
    const single = { MessageGroupId: 'a', MessageDeduplicationId: '1', DelaySeconds: 1 };
    await expect(queue.send('text', single)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
