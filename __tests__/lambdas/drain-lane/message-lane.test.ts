import type { LaneSettings } from '../../../contracts/environment';
import type { ProcessingInput, ProcessingOutcome } from '../../../contracts/processing';
import type { QueuedMessage } from '../../../lambdas/drain-lane/lane-queue';
import type { StartProcessing } from '../../../lambdas/drain-lane/start-processing';
import { UnparseableMessageError } from '../../../lambdas/drain-lane/unparseable-message';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { aCapture } from '../../helpers/captures';
import { TestLane } from '../../helpers/lanes';
import { asAttributes, messageAttributes } from '../../helpers/messages';

const terminal: ProcessingOutcome = { outcome: 'TERMINAL', status: 'COMPLETED' };
const error = { name: 'ProcessorError', message: 'boom' };

let read: QueuedMessage[];
/** A lane of a message queue that holds one message at a time, whose captures are made by the test. */
const messageLane = (
  capture: (message: QueuedMessage) => ProcessingInput = () => aCapture(),
  settings: Partial<LaneSettings> = {},
) =>
  new TestLane(
    { polls: 1, ...settings },
    {
      kind: 'messages',
      readCaptures: async (message, { maxAttempts }) => {
        read.push(message);
        return [{ ...capture(message), maxAttempts }];
      },
    },
  );

beforeEach(() => {
  read = [];
});

it('receives one message at a time, and asks for all that the API wrote beside it', async () => {
  const lane = messageLane();
  for (const body of ['1', '2', '3']) lane.sqs.add(body, { group: 'acme.a' });

  await lane.run(async () => terminal);

  expect(lane.sqs.polls[0]).toMatchObject({
    MaxNumberOfMessages: 1,
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
    MessageAttributeNames: ['pillarbox.attempts', ...Object.keys(messageAttributes())],
  });
  expect(read.map(({ body }) => body)).toEqual(['1', '2', '3']);
});

it('hands what the API wrote on to be stored', async () => {
  const lane = messageLane();
  const attributes = messageAttributes();
  lane.sqs.add('{}', { group: 'acme.a', attributes: asAttributes(attributes) });

  await lane.run(async () => terminal);

  expect(read).toMatchObject([
    { body: '{}', attributes, fifo: { groupId: 'acme.a', messageId: 'id of message-1' } },
  ]);
});

it('deletes at once: others of the group wait for it', async () => {
  const lane = messageLane();
  const began = lane.clock.now();
  lane.sqs.add('{}', { group: 'acme.a' });
  let left = 1;

  await lane.run(async () => {
    void lane.clock.sleep(1).then(() => {
      left = lane.sqs.left.length;
    });
    return terminal;
  });

  expect(left).toBe(0);
  expect(lane.sqs.deletes).toEqual([1]);
  expect(lane.clock.now()).toBeGreaterThan(began);
});

it('an exhausted message goes to the error queue with its group, its own id and all that was beside it', async () => {
  const capture = aCapture();
  const lane = messageLane(() => capture);
  const attributes = messageAttributes();
  lane.sqs.add('{"n":1}', { group: 'acme.a', attributes: asAttributes(attributes) });

  const report = await lane.run(async () => ({ outcome: 'EXHAUSTED', attempts: 3, error }));

  expect(lane.sqs.errorQueue).toEqual([
    {
      QueueUrl: lane.sqs.errorQueueUrl,
      MessageBody: '{"n":1}',
      MessageGroupId: 'acme.a',
      MessageDeduplicationId: 'id of message-1',
      MessageAttributes: {
        ...asAttributes(attributes),
        'pillarbox.reason': { DataType: 'String', StringValue: 'ProcessorError: boom' },
        'pillarbox.attempts': { DataType: 'Number', StringValue: '3' },
        'pillarbox.id': { DataType: 'String', StringValue: capture.id },
      },
    },
  ]);
  expect(report).toMatchObject({ queue: 'messages', movedToErrorQueue: 1, deleted: 1 });
});

it('a message that leaves no room for a reason keeps what the API wrote, for a redrive rests on it', async () => {
  const lane = messageLane();
  const attributes = messageAttributes();
  lane.sqs.add('{"n":1}', { group: 'acme.a', attributes: asAttributes(attributes) });
  lane.sqs.maxBytes = 250;

  await lane.run(async () => ({ outcome: 'EXHAUSTED', attempts: 3, error }));

  expect(lane.sqs.errorQueue[0]?.MessageAttributes).toEqual({
    ...asAttributes(attributes),
    'pillarbox.attempts': { DataType: 'Number', StringValue: '3' },
  });
});

it('SQS counts no more than ten attributes, and a moved message has no more', async () => {
  const lane = messageLane();
  lane.sqs.add('{}', { group: 'acme.a', attributes: asAttributes(messageAttributes()) });

  await lane.run(async () => ({ outcome: 'EXHAUSTED', attempts: 3, error }));

  expect(Object.keys(lane.sqs.errorQueue[0]?.MessageAttributes ?? {}).length).toBeLessThanOrEqual(10);
});

it('a message that comes back from the error queue may be tried as often again', async () => {
  const lane = messageLane();
  lane.sqs.add('{}', {
    group: 'acme.a',
    attributes: { 'pillarbox.attempts': { DataType: 'Number', StringValue: '3' } },
  });
  const processed: ProcessingInput[] = [];

  await lane.run(async (input) => {
    processed.push(input);
    return terminal;
  });

  expect(processed[0]?.maxAttempts).toBe(6);
  expect(read[0]?.attributes).toEqual({});
});

it('a message that cannot be stored stops the lane and waits: nothing of its group overtakes', async () => {
  const lane = messageLane(() => {
    throw new InfrastructureError('PutObject: SlowDown');
  });
  lane.sqs.add('{}', { group: 'acme.a', receives: 2 });

  const report = await lane.run(async () => terminal);

  expect(report).toMatchObject({ released: 1, deleted: 0, stoppedBy: expect.stringContaining('PutObject') });
  expect(lane.sqs.releases).toEqual([40]);
});

it('a message that nobody can read goes to the error queue after as many receives as a capture has attempts', async () => {
  const unreadable = () => {
    throw new UnparseableMessageError('attribute apiId');
  };
  const lane = messageLane(unreadable);
  lane.sqs.add('{}', { group: 'acme.a', receives: 2 });

  await lane.run(async () => terminal);

  expect(lane.sqs.errorQueue).toMatchObject([
    {
      MessageGroupId: 'acme.a',
      MessageAttributes: { 'pillarbox.reason': { StringValue: 'UnparseableMessage: attribute apiId' } },
    },
  ]);
});

describe('a message that has ended, and Notify failed', () => {
  /** Polls every second for three minutes. */
  const patientLane = () => messageLane(undefined, { pollSeconds: 1, receiveSeconds: 180 });
  /** What each delivery finds: the first ends the message, Claim counts the others. */
  const found = (outcome: ProcessingOutcome, answeredAt: number): StartProcessing => {
    let tries = 0;
    return async () => {
      const answerTries = tries > 0 ? tries : undefined;
      tries += 1;
      return {
        ...outcome,
        answerTries,
        ...(tries < answeredAt && { unanswered: true }),
      } as ProcessingOutcome;
    };
  };
  const exhausted: ProcessingOutcome = { outcome: 'EXHAUSTED', attempts: 3, error };
  const warned = (lane: TestLane) => [
    lane.log.withMessage('client not answered yet').length,
    lane.log.withMessage('client never answered').length,
  ];

  it.each<[string, ProcessingOutcome, number]>([
    ['is deleted', terminal, 0],
    ['goes to the error queue', exhausted, 1],
  ])(
    '%s when its client is answered, however often it was received before',
    async (_, outcome, movedToErrorQueue) => {
      const lane = patientLane();
      lane.sqs.add('{}', { group: 'acme.a', receives: 300 });

      const report = await lane.run(found(outcome, 4), 300);

      expect(report).toMatchObject({ released: 3, deleted: 1, movedToErrorQueue });
      expect(lane.sqs.releases).toEqual([2, 4, 8]);
      expect(lane.sqs.left).toEqual([]);
      expect(warned(lane)).toEqual([3, 0]);
    },
  );

  it.each<[string, ProcessingOutcome, number]>([
    ['terminal', terminal, 0],
    ['exhausted', exhausted, 1],
  ])('and is %s is let go after five further deliveries', async (_, outcome, movedToErrorQueue) => {
    const lane = patientLane();
    lane.sqs.add('{}', { group: 'acme.a' });

    const report = await lane.run(found(outcome, Infinity), 300);

    expect(report).toMatchObject({ released: 5, deleted: 1, movedToErrorQueue });
    expect(lane.sqs.releases).toEqual([2, 4, 8, 16, 32]);
    expect(lane.sqs.left).toEqual([]);
    expect(warned(lane)).toEqual([5, 1]);
  });

  it('does not stop the lane', async () => {
    const lane = patientLane();
    lane.sqs.add('{}', { group: 'acme.a' });

    expect((await lane.run(found(terminal, 2), 300)).stoppedBy).toBeUndefined();
  });

  it('waits with the others of its message, and nothing is done with any before', async () => {
    const lane = new TestLane(
      { polls: 1 },
      { kind: 'messages', readCaptures: async () => [aCapture(), aCapture()] },
    );
    lane.sqs.add('{}', { group: 'acme.a' });
    const outcomes: ProcessingOutcome[] = [{ ...terminal, unanswered: true }, exhausted];

    const report = await lane.run(async () => outcomes.shift() ?? terminal);

    expect(report).toMatchObject({ released: 1 });
    expect(lane.sqs.releases).toEqual([2]);
  });
});
