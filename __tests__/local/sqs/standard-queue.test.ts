import { createHash } from 'node:crypto';
import { bodies, makeQueues } from '../../helpers/queues';

describe('a standard queue', () => {
  it('delivers a message with its digests and attributes, and again once its visibility timeout is over', async () => {
    const { make, advance, cloud } = makeQueues();
    const { send, receive } = make({ name: 'q', visibilityTimeoutSeconds: 30 });
    const attributes = { who: { DataType: 'String', StringValue: 'me' } };
    const sent = await send('hello', { MessageAttributes: attributes });
    advance(1);
    const [message] = await receive();
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'hello',
      MD5OfBody: createHash('md5').update('hello').digest('hex'),
      MessageAttributes: attributes,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(cloud.time - 1000),
        ApproximateFirstReceiveTimestamp: String(cloud.time),
      },
    });
    advance(29);
    expect(await receive()).toEqual([]);
    advance(1);
    const [again] = await receive();
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(again?.ReceiptHandle).not.toBe(message?.ReceiptHandle);
  });

  it('keeps a message back for the delay of the queue, or its own', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, queue } = make({ name: 'q', delaySeconds: 3 });
    await send('queue delay');
    await send('own delay', { DelaySeconds: 10 });
    await send('none', { DelaySeconds: 0 });
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 2 });
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['none']);
    advance(3);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['queue delay']);
    advance(7);
    expect(bodies(await receive({ MaxNumberOfMessages: 10 }))).toEqual(['own delay']);
  });

  it('forgets a deleted message', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, remove, queue } = make({ name: 'q' });
    await send('a');
    await remove((await receive())[0]);
    advance(1000);
    expect(await receive()).toEqual([]);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('deletes a message that became visible again by the handle of its latest receive', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, remove } = make({ name: 'q' });
    await send('a');
    const [message] = await receive();
    advance(31);
    await remove(message);
    expect(await receive()).toEqual([]);
  });

  it('leaves a message alone when an older handle is used after it was received again', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, remove } = make({ name: 'q' });
    await send('a');
    const [first] = await receive();
    advance(31);
    await receive();
    await remove(first);
    advance(31);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('shows a message at once when its visibility timeout is set to 0, and later when it is extended', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, ask } = make({ name: 'q' });
    await send('a');
    const [first] = await receive();
    await ask('ChangeMessageVisibility', { ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 });
    const [second] = await receive();
    await ask('ChangeMessageVisibility', { ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 100 });
    advance(99);
    expect(await receive()).toEqual([]);
    advance(1);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('gives a message once per receive even with a visibility timeout of 0', async () => {
    const { make } = makeQueues();
    const { send, receive } = make({ name: 'q' });
    await send('a');
    expect(bodies(await receive({ MaxNumberOfMessages: 10, VisibilityTimeout: 0 }))).toEqual(['a']);
    expect(bodies(await receive())).toEqual(['a']);
  });

  it('drops messages at the end of their retention, in flight or not', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, queue } = make({ name: 'q', messageRetentionSeconds: 60 });
    await send('a');
    await send('b');
    await receive({ VisibilityTimeout: 600 });
    advance(60);
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('returns only the attributes asked for, by name, prefix or All', async () => {
    const { make } = makeQueues();
    const { send, receive } = make({ name: 'q' });
    const value = { DataType: 'String', StringValue: 'v' };
    await send('a', { MessageAttributes: { 'x.one': value, 'x.two': value, other: value } });
    const ask = { VisibilityTimeout: 0, MessageSystemAttributeNames: ['SentTimestamp'] };
    const [some] = await receive({ ...ask, MessageAttributeNames: ['x.*'] });
    expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['x.one', 'x.two']);
    expect(Object.keys(some?.Attributes ?? {})).toEqual(['SentTimestamp']);
    const [none] = await receive({ ...ask, MessageAttributeNames: [], MessageSystemAttributeNames: [] });
    expect(none).not.toHaveProperty('MessageAttributes');
    expect(none).not.toHaveProperty('Attributes');
  });

  it('empties itself on PurgeQueue, once a minute', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, ask } = make({ name: 'q' });
    await send('a');
    await ask('PurgeQueue');
    expect(await receive()).toEqual([]);
    await expect(ask('PurgeQueue')).rejects.toMatchObject({ code: 'PurgeQueueInProgress', status: 403 });
    advance(60);
    await ask('PurgeQueue');
  });

  it('keeps queues of one name in two regions apart', async () => {
    const { make, cloud, sqs } = makeQueues();
    const { send, queue } = make({ name: 'q' });
    await send('a');
    sqs.createQueue('us-east-1', queue.settings);
    const input = { QueueUrl: sqs.queueUrl(queue) };
    expect(await cloud.ask('sqs', 'ReceiveMessage', input, 'us-east-1')).toEqual({});
  });
});

describe('SQS', () => {
  const setUp = () => makeQueues().make({ name: 'q', maxMessageBytes: 1024 });

  it.each([
    ['an empty body', { MessageBody: '' }, 'MissingParameter'],
    ['characters that XML forbids', { MessageBody: '\u0001' }, 'InvalidMessageContents'],
    ['a body above the maximum', { MessageBody: 'x'.repeat(1025) }, 'InvalidParameterValue'],
    ['a delay above 900 s', { MessageBody: 'a', DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['a deduplication id', { MessageBody: 'a', MessageDeduplicationId: 'x' }, 'InvalidParameterValue'],
  ])('fails to send %s', async (_, input, code) => {
    await expect(setUp().ask('SendMessage', input)).rejects.toMatchObject({ code, status: 400 });
  });

  it('fails to send a body and attributes that are together above the maximum', async () => {
    const attributes = { a: { DataType: 'String', StringValue: 'v'.repeat(20) } };
    const input = { MessageBody: 'x'.repeat(1000), MessageAttributes: attributes };
    await expect(setUp().ask('SendMessage', input)).rejects.toMatchObject({
      message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    });
  });

  it.each(['abc', Buffer.from('arn:aws:sqs:eu-west-2:000000000000:other id 1').toString('base64')])(
    'fails to delete by a handle that the queue never gave out',
    async (ReceiptHandle) => {
      await expect(setUp().ask('DeleteMessage', { ReceiptHandle })).rejects.toMatchObject({
        code: 'ReceiptHandleIsInvalid',
        message: `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
      });
    },
  );

  it('fails to change the visibility of a message that is visible, or gone', async () => {
    const { make, advance } = makeQueues();
    const { send, receive, ask, remove } = make({ name: 'q' });
    await send('a');
    const [message] = await receive();
    const change = { ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 5 };
    advance(31);
    await expect(ask('ChangeMessageVisibility', change)).rejects.toMatchObject({
      code: 'MessageNotInflight',
    });
    await remove(message);
    await expect(ask('ChangeMessageVisibility', change)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
  });

  it('fails for a queue that does not exist', async () => {
    const { cloud } = makeQueues();
    await expect(cloud.ask('sqs', 'GetQueueUrl', { QueueName: 'no' })).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
      message: 'The specified queue does not exist.',
    });
  });

  it('answers the attributes of a queue as text', async () => {
    const { make } = makeQueues();
    const { ask, queue } = make({
      name: 'q',
      delaySeconds: 3,
      redrive: { deadLetterTargetArn: 'arn:dead', maxReceiveCount: 100 },
    });
    const { Attributes } = await ask<{ Attributes: object }>('GetQueueAttributes', {
      AttributeNames: ['All'],
    });
    expect(Attributes).toMatchObject({
      QueueArn: queue.arn,
      DelaySeconds: '3',
      ApproximateNumberOfMessages: '0',
      RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":100}',
    });
    await expect(ask('GetQueueAttributes', { AttributeNames: ['Nope'] })).rejects.toMatchObject({
      code: 'InvalidAttributeName',
    });
  });
});

describe('a queue with 20,000 messages', () => {
  it('is filled and drained without looking at all of them again and again', async () => {
    const { make, advance } = makeQueues();
    const { queue } = make({ name: 'q', delaySeconds: 3 });
    for (let index = 0; index < 20_000; index++) {
      queue.send({ body: String(index), attributes: {}, senderId: 'me' });
    }
    advance(3);
    const seen = new Set<string>();
    const never = new AbortController().signal;
    while (seen.size < 20_000) {
      const messages = await queue.receive({ maxMessages: 10, visibilityTimeoutSeconds: 60 }, 0, never);
      for (const message of messages) {
        seen.add(message.body);
        queue.delete(message);
      }
    }
    expect(queue.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  }, 5_000);
});
