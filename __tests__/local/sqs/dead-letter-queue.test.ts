import { bodies, makeQueues } from '../../helpers/queues';

function setUp(maxReceiveCount = 2, fifo = false) {
  const queues = makeQueues();
  const end = fifo ? '.fifo' : '';
  const dead = queues.make({ name: `errors${end}`, fifo });
  const redrive = { deadLetterTargetArn: dead.queue.arn, maxReceiveCount };
  const source = queues.make({ name: `q${end}`, fifo, redrive, visibilityTimeoutSeconds: 10 });
  return { ...queues, dead, source };
}

describe('a redrive policy', () => {
  it('moves a message at the receive beyond its maximum, with id, attributes and time of sending', async () => {
    const { dead, source, advance, cloud } = setUp();
    const attributes = { why: { DataType: 'String', StringValue: 'test' } };
    const sentAt = cloud.time;
    const { MessageId } = await source.send('poison', { MessageAttributes: attributes });
    for (let receive = 0; receive < 2; receive++) {
      expect(bodies(await source.receive())).toEqual(['poison']);
      advance(10);
    }
    expect(await source.receive()).toEqual([]);
    const [message] = await dead.receive();
    expect(message).toMatchObject({
      MessageId,
      Body: 'poison',
      MessageAttributes: attributes,
      Attributes: { SentTimestamp: String(sentAt), DeadLetterQueueSourceArn: source.queue.arn },
    });
  });

  it('gives the messages behind a poison message in the same receive', async () => {
    const { source, advance } = setUp(1);
    await source.send('poison');
    await source.receive();
    advance(10);
    await source.send('good');
    expect(bodies(await source.receive())).toEqual(['good']);
  });

  it('frees the group of a FIFO queue and restarts the retention', async () => {
    const { dead, source, advance, cloud } = setUp(1, true);
    await source.send('poison', { MessageGroupId: 'a', MessageDeduplicationId: '1' });
    await source.send('next', { MessageGroupId: 'a', MessageDeduplicationId: '2' });
    await source.receive();
    advance(10);
    expect(bodies(await source.receive())).toEqual(['next']);
    const [message] = await dead.receive();
    expect(message?.Attributes).toMatchObject({ SentTimestamp: String(cloud.time), MessageGroupId: 'a' });
  });

  it('is listed from its dead-letter queue', async () => {
    const { dead, source, sqs } = setUp();
    expect(await dead.ask('ListDeadLetterSourceQueues')).toEqual({ queueUrls: [sqs.queueUrl(source.queue)] });
  });
});

describe('a message move task', () => {
  it('moves all messages to the destination as new ones', async () => {
    const { dead, source, advance, cloud } = setUp();
    const { MessageId } = await dead.send('back', {
      MessageAttributes: { n: { DataType: 'Number', StringValue: '5' } },
    });
    await dead.receive({ VisibilityTimeout: 0 });
    advance(5);
    const task = { SourceArn: dead.queue.arn, DestinationArn: source.queue.arn };
    await dead.ask('StartMessageMoveTask', task);
    const [message] = await source.receive();
    expect(message).toMatchObject({
      Body: 'back',
      Attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(cloud.time) },
      MessageAttributes: { n: { DataType: 'Number', StringValue: '5' } },
    });
    expect(message?.MessageId).not.toBe(MessageId);
    expect(await dead.ask('ListMessageMoveTasks', { SourceArn: dead.queue.arn })).toEqual({
      Results: [
        {
          ...task,
          Status: 'COMPLETED',
          ApproximateNumberOfMessagesMoved: 1,
          ApproximateNumberOfMessagesToMove: 1,
          StartedTimestamp: cloud.time,
        },
      ],
    });
  });

  it('returns messages to the queues they came from when no destination is named', async () => {
    const { dead, source, advance } = setUp(1);
    await source.send('poison');
    await source.receive();
    advance(10);
    await source.receive();
    await dead.ask('StartMessageMoveTask', { SourceArn: dead.queue.arn });
    expect(bodies(await source.receive())).toEqual(['poison']);
  });

  it('keeps to its rate, can be cancelled, and is alone on its queue', async () => {
    const { dead, source, sqs } = setUp();
    for (let index = 0; index < 3; index++) {
      await dead.send(String(index));
    }
    const input = {
      SourceArn: dead.queue.arn,
      DestinationArn: source.queue.arn,
      MaxNumberOfMessagesPerSecond: 1,
    };
    const { TaskHandle } = await dead.ask<{ TaskHandle: string }>('StartMessageMoveTask', input);
    await expect(dead.ask('StartMessageMoveTask', input)).rejects.toMatchObject({
      code: 'InvalidParameterValue',
    });
    expect(await dead.ask('CancelMessageMoveTask', { TaskHandle })).toEqual({
      ApproximateNumberOfMessagesMoved: 1,
    });
    expect(dead.queue.counts().visible).toBe(2);
    await expect(dead.ask('CancelMessageMoveTask', { TaskHandle })).rejects.toMatchObject({
      message: 'Task does not exist.',
    });
    sqs.stop();
  });

  it('fails by itself, and loses nothing, when a message has no source to return to', async () => {
    const { dead } = setUp();
    await dead.send('sent here directly');
    await dead.ask('StartMessageMoveTask', { SourceArn: dead.queue.arn });
    expect(await dead.ask('ListMessageMoveTasks', { SourceArn: dead.queue.arn })).toMatchObject({
      Results: [{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }],
    });
    expect(dead.queue.counts().visible).toBe(1);
  });

  it('fails for a queue that is no dead-letter queue, or a destination that does not exist', async () => {
    const { dead, source } = setUp();
    await expect(dead.ask('StartMessageMoveTask', { SourceArn: source.queue.arn })).rejects.toMatchObject({
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
    const input = { SourceArn: dead.queue.arn, DestinationArn: `${source.queue.arn}-no` };
    await expect(dead.ask('StartMessageMoveTask', input)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      status: 404,
    });
  });
});
