import {
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { receiveCount, TestQueue } from './queues';

const ATTRIBUTES = {
  'pillarbox.reason': { DataType: 'String', StringValue: 'TypeError: no' },
  'pillarbox.attempts': { DataType: 'Number', StringValue: '5' },
};

conformance('SQS error queues', (behaviour, given) => {
  const sqs = given.client((config) => new SQSClient(config));
  /** A queue whose messages go to an error queue after so many receives. */
  const makeQueues = async (maxReceiveCount = 1) => {
    const errors = await given.target.createQueue();
    const redrive = { deadLetterTargetArn: errors.arn, maxReceiveCount };
    const source = await given.target.createQueue({ redrive });
    return {
      source: new TestQueue(sqs, source.url, source.arn),
      errors: new TestQueue(sqs, errors.url, errors.arn),
    };
  };
  const moveTo = (SourceArn: string, DestinationArn: string) =>
    sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  const tasksOf = async (SourceArn: string) => {
    const list = new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 });
    return (await sqs.send(list)).Results ?? [];
  };

  behaviour('a message is received as often as allowed, then it is in the error queue', async () => {
    const { source, errors } = await makeQueues(2);
    await source.send('poison');
    await source.next({ VisibilityTimeout: 0 });
    await source.next({ VisibilityTimeout: 0 });
    expect(await errors.receive()).toEqual([]);
    expect(await source.receive()).toEqual([]);
    expect((await errors.next()).Body).toBe('poison');
  });

  behaviour('a message keeps id, attributes and receive count on its way to the error queue', async () => {
    const { source, errors } = await makeQueues(1);
    const { MessageId } = await source.send('poison', { MessageAttributes: ATTRIBUTES });
    const first = await source.next({ VisibilityTimeout: 0 });
    await source.receive();
    const dead = await errors.next();
    expect(dead).toMatchObject({ MessageId, Body: 'poison', MessageAttributes: ATTRIBUTES });
    expect([first, dead].map(receiveCount)).toEqual(['1', '2']);
    expect(dead.Attributes?.SentTimestamp).toBe(first.Attributes?.SentTimestamp);
  });

  behaviour('a message in the error queue says which queue it comes from', async () => {
    const { source, errors } = await makeQueues(1);
    await source.send('poison');
    await source.next({ VisibilityTimeout: 0 });
    await source.receive();
    expect((await errors.next()).Attributes?.DeadLetterQueueSourceArn).toBe(source.arn);
  });

  behaviour('a message that was deleted in time never gets there', async () => {
    const { source, errors } = await makeQueues(1);
    await source.send('good');
    await source.delete(await source.next());
    await source.receive();
    expect(await errors.receive()).toEqual([]);
  });

  behaviour('an error queue lists the queues that it serves', async () => {
    const { source, errors } = await makeQueues();
    const list = new ListDeadLetterSourceQueuesCommand({ QueueUrl: errors.url });
    expect((await sqs.send(list)).queueUrls).toEqual([source.url]);
  });

  behaviour('a move task brings a message back with its attributes, as a new one', async () => {
    const { source, errors } = await makeQueues(100);
    const sent = await errors.send('again', { MessageAttributes: ATTRIBUTES });
    await errors.next({ VisibilityTimeout: 0 });
    expect((await moveTo(errors.arn, source.arn)).TaskHandle).toBeTruthy();
    const back = await source.next();
    expect(back).toMatchObject({ Body: 'again', MessageAttributes: ATTRIBUTES });
    expect(receiveCount(back)).toBe('1');
    expect(back.MessageId).not.toBe(sent.MessageId);
    expect(await errors.receive()).toEqual([]);
  });

  behaviour('a move task leaves alone what is in flight', async () => {
    const { source, errors } = await makeQueues(100);
    await errors.send('held');
    await errors.next();
    await moveTo(errors.arn, source.arn);
    expect(await source.receive()).toEqual([]);
    expect((await errors.attributes()).ApproximateNumberOfMessagesNotVisible).toBe('1');
  });

  behaviour('a move task is listed with what it has moved', async () => {
    const { source, errors } = await makeQueues(100);
    await errors.send('again');
    await moveTo(errors.arn, source.arn);
    await source.next();
    const [task] = await tasksOf(errors.arn);
    expect(task).toMatchObject({ SourceArn: errors.arn, DestinationArn: source.arn });
    expect(task?.ApproximateNumberOfMessagesMoved).toBe(1);
  });

  behaviour('fails to move out of a queue that is nobody’s error queue', async () => {
    const { source, errors } = await makeQueues();
    await expect(moveTo(source.arn, errors.arn)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
      message: expect.stringMatching(/Dead Letter Queue/i),
    });
  });

  behaviour('fails with ResourceNotFoundException to move out of a queue that is not there', async () => {
    const { source } = await makeQueues();
    await expect(moveTo(`${source.arn}-missing`, source.arn)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
