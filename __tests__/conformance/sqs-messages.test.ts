import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { TestQueue } from './queues';
import type { QueueProps } from './target';

conformance('SQS messages', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  const makeQueue = async (props?: QueueProps) => {
    const { url, arn } = await given.target.createQueue(props);
    return new TestQueue(sqs, url, arn);
  };

  behaviour('a queue is found by its name', async () => {
    const queue = await makeQueue();
    const QueueName = queue.arn.split(':').pop();
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl).toBe(queue.url);
  });

  behaviour('fails with QueueDoesNotExist for a name that nobody has', async () => {
    const get = new GetQueueUrlCommand({ QueueName: 'conformance-missing' });
    await expect(sqs.send(get)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  behaviour('a message is received as it was sent, with its id and MD5', async () => {
    const queue = await makeQueue();
    const sent = await queue.send('some "text" ü');
    const received = await queue.next();
    expect(received).toMatchObject({ MessageId: sent.MessageId, Body: 'some "text" ü' });
    const md5 = createHash('md5').update('some "text" ü').digest('hex');
    expect([sent.MD5OfMessageBody, received.MD5OfBody]).toEqual([md5, md5]);
  });

  behaviour('a message tells when it was sent and how often it was received', async () => {
    const queue = await makeQueue();
    await queue.send('text');
    const { Attributes } = await queue.next();
    expect(Attributes?.ApproximateReceiveCount).toBe('1');
    expect(Math.abs(Date.now() - Number(Attributes?.SentTimestamp))).toBeLessThan(60_000);
    expect(Number(Attributes?.ApproximateFirstReceiveTimestamp)).toBeGreaterThanOrEqual(
      Number(Attributes?.SentTimestamp),
    );
  });

  behaviour('message attributes are kept, and their MD5 is that of all of them', async () => {
    const queue = await makeQueue();
    const MessageAttributes = {
      'pillarbox.reason': { DataType: 'String', StringValue: 'why ü' },
      'pillarbox.attempts': { DataType: 'Number', StringValue: '5' },
    };
    const sent = await queue.send('text', { MessageAttributes });
    const received = await queue.next();
    expect(received.MessageAttributes).toEqual(MessageAttributes);
    expect(received.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    // By the documented encoding of these two, sorted by name.
    expect(sent.MD5OfMessageAttributes).toBe('fd9cd819c6db6193f6edc41b61612ceb');
  });

  behaviour('only the message attributes that were asked for are received', async () => {
    const queue = await makeQueue();
    const text = (StringValue: string) => ({ DataType: 'String', StringValue });
    await queue.send('text', { MessageAttributes: { 'pillarbox.id': text('1'), other: text('2') } });
    const { MessageAttributes } = await queue.next({ MessageAttributeNames: ['pillarbox.id'] });
    expect(MessageAttributes).toEqual({ 'pillarbox.id': text('1') });
  });

  behaviour('a receive of an empty queue answers at once without messages', async () => {
    const queue = await makeQueue();
    expect(await queue.receive()).toEqual([]);
  });

  behaviour('a delayed message comes after its delay and not before', async () => {
    const queue = await makeQueue({ delaySeconds: 1 });
    const sentAt = Date.now();
    await queue.send('late');
    expect(await queue.receive()).toEqual([]);
    expect((await queue.attributes()).ApproximateNumberOfMessagesDelayed).toBe('1');
    await queue.next();
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(950);
  });

  behaviour("a message's own delay goes before the queue's", async () => {
    const queue = await makeQueue({ delaySeconds: 900 });
    await queue.send('now', { DelaySeconds: 0 });
    expect(await queue.bodies()).toEqual(['now']);
  });

  behaviour('a long poll is woken by the message that it waits for', async () => {
    const queue = await makeQueue();
    const startedAt = Date.now();
    const polled = queue.next({ WaitTimeSeconds: 10 });
    // The poll is to wait already when the message comes.
    await wait(300);
    await queue.send('wake up');
    expect((await polled).Body).toBe('wake up');
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  behaviour('a long poll ends after its wait without messages', async () => {
    const queue = await makeQueue();
    const startedAt = Date.now();
    expect(await queue.receive({ WaitTimeSeconds: 1 })).toEqual([]);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(950);
  });

  behaviour('a long poll that its client has aborted loses no message', async () => {
    // Should the aborted poll still take the message, it comes back after a second.
    const queue = await makeQueue({ visibilityTimeoutSeconds: 1 });
    const polls = new AbortController();
    const aborted = queue.receive({ WaitTimeSeconds: 10 }, polls.signal);
    await wait(300);
    polls.abort();
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await queue.send('for the next');
    expect((await queue.next()).Body).toBe('for the next');
  });

  behaviour('the attributes count what is visible and what is in flight', async () => {
    const queue = await makeQueue();
    for (const body of ['1', '2', '3']) await queue.send(body);
    await queue.next();
    expect(await queue.attributes()).toMatchObject({
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
    });
  });

  behaviour('fails with QueueDoesNotExist for a URL of no queue', async () => {
    const { url, arn } = await makeQueue();
    const missing = new TestQueue(sqs, `${url}-missing`, arn);
    await expect(missing.send('text')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    await expect(missing.receive()).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});
