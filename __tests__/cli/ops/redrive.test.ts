import { ERROR_ATTRIBUTES } from '../../../contracts/processing';
import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const SOURCE = 'arn:aws:sqs:eu-west-2:000000000000:test-captures-errors';
const MOVED = 'messages back into the capture queue of eu-west-2: they are drained like any others.';

it('everything goes back into the capture queue, with the attempts that it has had', async () => {
  await operator.queues.fail('one', { [ERROR_ATTRIBUTES.attempts]: 3 });
  await operator.queues.fail('other');

  const ended = await operator.run('redrive', 'eu-west-2');

  expect(ended).toEqual({
    exitCode: 0,
    out: [`Moved about 2 ${MOVED}`],
    notes: 'moved 2 of about 2 messages',
  });
  expect(await operator.queues.visible('error')).toBe(0);
  const back = await operator.queues.receive('capture');
  expect(back.map(({ Body }) => Body).toSorted()).toEqual(['one', 'other']);
  expect(back.find(({ Body }) => Body === 'one')?.MessageAttributes).toMatchObject({
    [ERROR_ATTRIBUTES.attempts]: { StringValue: '3' },
  });
});

/** A task that is as far as this whenever it is asked for, and completed the third time. */
function listTask(): void {
  const counts = { ApproximateNumberOfMessagesToMove: 3, StartedTimestamp: 1 };
  let moved = 0;
  operator.cloud.answer('sqs ListMessageMoveTasks', () => {
    moved += 1;
    const Status = moved < 3 ? 'RUNNING' : 'COMPLETED';
    return { Results: [{ ...counts, Status, ApproximateNumberOfMessagesMoved: moved }] };
  });
}

it('a task that is running already is followed, and says how far it is', async () => {
  listTask();

  expect(await operator.run('redrive', 'eu-west-2')).toEqual({
    exitCode: 0,
    out: [`Moved about 3 ${MOVED}`],
    notes: 'A move task is running already.\nmoved 2 of about 3 messages\nmoved 3 of about 3 messages',
  });
  expect(operator.writes).toEqual([]);
});

it('a task that somebody starts at the same moment is followed, too', async () => {
  await operator.queues.fail('x');
  operator.cloud.before('sqs StartMessageMoveTask', async () => listTask());
  operator.cloud.refuse('sqs StartMessageMoveTask');

  expect(await operator.run('redrive', 'eu-west-2')).toMatchObject({
    exitCode: 0,
    out: [`Moved about 3 ${MOVED}`],
  });
});

it('fails when SQS starts no task, for any other reason', async () => {
  await operator.queues.fail('x');
  operator.cloud.refuse('sqs StartMessageMoveTask');

  expect(await operator.run('redrive', 'eu-west-2')).toMatchObject({
    exitCode: 1,
    notes: 'AccessDeniedException: refused',
  });
});

it('an earlier task is not taken for the new one, which SQS need not list at once', async () => {
  await operator.queues.fail('x');
  const earlier = { StartedTimestamp: 1, Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 7 };
  const ours = { StartedTimestamp: 2, Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 };
  let waited = false;
  operator.cloud.answer('sqs ListMessageMoveTasks', () => ({
    Results: waited ? [ours, earlier] : [earlier],
  }));
  operator.onSleep = () => {
    waited = true;
  };

  const { out } = await operator.run('redrive', 'eu-west-2');

  expect(out).toEqual([`Moved about 1 ${MOVED.replace('messages', 'message')}`]);
});

it('fails when the task is cancelled on the way', async () => {
  for (let n = 0; n < 20; n += 1) await operator.queues.fail('x');
  operator.onSleep = () => operator.queues.sqs.moveTasks.stop();

  expect(await operator.run('redrive', 'eu-west-2', '--rate', '1')).toMatchObject({
    exitCode: 1,
    out: [],
    notes: expect.stringContaining('the move task ended CANCELLED after'),
  });
});

it('Ctrl-C leaves the task running, and says so', async () => {
  for (let n = 0; n < 20; n += 1) await operator.queues.fail('x');
  const listeners = process.listenerCount('SIGINT');
  operator.onSleep = () => void process.emit('SIGINT');

  const { exitCode, notes } = await operator.run('redrive', 'eu-west-2', '--rate', '1');

  expect(exitCode).toBe(1);
  expect(notes).toContain('broken off; the move task goes on by itself: run the command again to follow it');
  expect(operator.queues.sqs.moveTasks.of(SOURCE)).toMatchObject([
    { status: 'RUNNING', props: { messagesPerSecond: 1 } },
  ]);
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});

it('an empty error queue starts no task', async () => {
  expect(await operator.run('redrive', 'eu-west-2')).toEqual({
    exitCode: 0,
    out: ['The error queue of eu-west-2 shows no messages: nothing to move.'],
    notes: '',
  });
  expect(operator.writes).toEqual([]);
});

it('messages that somebody looks at are said to stay behind', async () => {
  await operator.queues.fail('x');
  await operator.queues.receive('error');

  expect((await operator.run('redrive', 'eu-west-2')).notes).toContain(
    'Stays behind, for somebody looks at it: 1 message.',
  );
});

it.each([
  ['with messages', undefined, 'Would move about 20 messages back into the capture queue of eu-west-2.'],
  ['with a task that is running', 1, 'Would follow the move task that is running, and start none.'],
])('a dry run says what would be done, and moves nothing: %s', async (_, rate, out) => {
  for (let n = 0; n < 20; n += 1) await operator.queues.fail('x');
  if (rate) await operator.queues.startMove(rate);

  expect(await operator.run('redrive', 'eu-west-2', '--dry-run')).toMatchObject({ exitCode: 0, out: [out] });
  expect(operator.writes).toEqual([]);
});

it.each(['0', '501', 'x'])('fails for --rate %j, naming what is allowed', async (rate) => {
  expect(await operator.run('redrive', 'eu-west-2', '--rate', rate)).toEqual({
    exitCode: 2,
    out: [],
    notes: `error: option '--rate <n>' argument '${rate}' is invalid. Allowed is a whole number from 1 to 500.`,
  });
});

it('the help says that attempts are granted anew', async () => {
  const { out } = await operator.run('redrive', '--help');

  expect(out.join('\n')).toMatch(/tried as often again[\s\S]*0005-redrive-allowance/);
});

it.each([[[]], [['--dry-run']]])(
  'a paused region is said to keep what is moved waiting: %j',
  async (options) => {
    await operator.queues.fail('x');
    await operator.run('pause', 'eu-west-2');

    expect((await operator.run('redrive', 'eu-west-2', ...options)).notes).toContain(
      'eu-west-2 is paused: what is moved waits until "ops resume".',
    );
  },
);

it('a centre that cannot be asked for pauses does not keep messages from being moved', async () => {
  await operator.queues.fail('x');
  operator.cloud.refuse('dynamodb GetItem');

  const { exitCode, notes } = await operator.run('redrive', 'eu-west-2');

  expect(exitCode).toBe(0);
  expect(notes).toContain('Whether eu-west-2 is paused could not be read: refused');
  expect(await operator.queues.visible('capture')).toBe(1);
});

it('WebSocket messages go back into their own queue, with all that is beside them', async () => {
  await operator.queues.failMessage('one', { [ERROR_ATTRIBUTES.attempts]: 3, requestId: 'r' });
  await operator.queues.fail('a capture');

  const { out } = await operator.run('redrive', 'eu-west-2', '--messages');

  expect(out).toEqual([
    'Moved about 1 message back into the message queue of eu-west-2: they are drained like any others.',
  ]);
  expect(await operator.queues.receive('messages', { MessageSystemAttributeNames: ['All'] })).toMatchObject([
    {
      Body: 'one',
      Attributes: { MessageGroupId: 'acme.a' },
      MessageAttributes: {
        [ERROR_ATTRIBUTES.attempts]: { StringValue: '3' },
        requestId: { StringValue: 'r' },
      },
    },
  ]);
  expect(await operator.queues.visible('error')).toBe(1);
});
