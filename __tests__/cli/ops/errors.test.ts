import { ERROR_ATTRIBUTES } from '../../../contracts/processing';
import { aCapture, aMessage, aRecord, s3Event } from '../../helpers/captures';
import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const SENT = '2023-11-14T22:13:20.000Z';
const noted = (id: string, reason = 'ProcessorError: boom', attempts = 3) => ({
  [ERROR_ATTRIBUTES.id]: id,
  [ERROR_ATTRIBUTES.reason]: reason,
  [ERROR_ATTRIBUTES.attempts]: attempts,
});

it('a capture is shown with its reason, its attempts, when it was sent, and how it stands now', async () => {
  const capture = aCapture();
  await operator.putRecord(aRecord(capture, { status: 'FAILED', attempts: 3 }));
  await operator.queues.fail(s3Event(capture), noted(capture.id));

  const { exitCode, out, notes } = await operator.run('errors', 'eu-west-2', '--limit', '1');

  expect(exitCode).toBe(0);
  expect(out).toEqual([
    `id           ${capture.id}`,
    'now          FAILED after 3 attempts',
    'reason       ProcessorError: boom',
    'attempts     3',
    `sent         ${SENT}`,
    '',
  ]);
  expect(notes).toContain('1 of about 1 message in the error queue of eu-west-2.');
});

it.each(['COMPLETED', 'REJECTED', 'DUPLICATE', 'FAILED'] as const)(
  'a message whose capture has ended %s is called stale',
  async (status) => {
    const capture = aCapture();
    await operator.putRecord(aRecord(capture, { status, final: true }));
    await operator.queues.fail(s3Event(capture), noted(capture.id));

    const { out } = await operator.run('errors', 'eu-west-2', '--limit', '1');

    expect(out).toContain(`now          ${status}: this message is stale`);
  },
);

it('a message that SQS moved itself is told by the queue it comes from, and named by its event', async () => {
  const capture = aCapture();
  await operator.queues.backstop(s3Event(capture), noted('stale', 'of an earlier time'));

  const { out } = await operator.run('errors', 'eu-west-2', '--limit', '1');

  expect(out).toEqual([
    `id           ${capture.id}`,
    'now          no record',
    'reason       moved by SQS itself: it was received maxReceiveCount times, and no lane came to an end with it',
    `sent         ${SENT}`,
    '',
  ]);
});

it('a message without a reason is shown all the same', async () => {
  await operator.queues.fail(s3Event(aCapture()));

  const { out } = await operator.run('errors', 'eu-west-2', '--limit', '1');

  expect(out).toContain('reason       none was noted: the message had no room for it, or no lane sent it');
});

it('every capture of an event is named', async () => {
  const [one, other] = [aCapture(), aCapture()];
  await operator.putRecord(aRecord(one, { status: 'COMPLETED', final: true }));
  await operator.queues.fail(s3Event(one, other), noted(other.id));

  const { out } = await operator.run('errors', 'eu-west-2', '--limit', '1');

  expect(out.slice(0, 4)).toEqual([
    `id           ${one.id}`,
    'now          COMPLETED: this message is stale',
    `id           ${other.id}`,
    'now          no record',
  ]);
});

it.each([
  ['not JSON', `no\u009b2Jnsense${'x'.repeat(200)}`, `"no\\u009b2Jnsense${'x'.repeat(89)}"`],
  ['no event', '{"a":1}', '"{\\"a\\":1}"'],
  ['an empty event', '{"Records":[]}', '"{\\"Records\\":[]}"'],
  [
    'another key',
    s3Event(aCapture({ key: 'other/key' })).slice(0, 90),
    expect.stringContaining('eventVersion'),
  ],
])(
  'a body that names no capture is shown by its beginning, unable to move the cursor: %s',
  async (_, body, shown) => {
    await operator.queues.fail(body, { [ERROR_ATTRIBUTES.reason]: 'UnparseableMessage: what\tis this?' });

    const { out } = await operator.run('errors', 'eu-west-2', '--limit', '1');

    const values = Object.fromEntries(out.map((line) => [line.slice(0, 12).trim(), line.slice(13)]));
    expect(values).toMatchObject({ reason: 'UnparseableMessage: what\\u0009is this?', body: shown });
    expect(values.message).toMatch(/^[0-9a-f-]{36}$/);
    expect(values.id).toBeUndefined();
  },
);

it('each message is shown once, and all can be received again', async () => {
  const captures = Array.from({ length: 23 }, () => aCapture());
  for (const capture of captures) await operator.queues.fail(s3Event(capture), noted(capture.id));

  const { out, notes } = await operator.run('errors', 'eu-west-2');

  const ids = out.filter((line) => line.startsWith('id')).map((line) => line.slice(13));
  expect(ids.toSorted()).toEqual(captures.map(({ id }) => id).toSorted());
  expect(notes).toContain('10 of about 23 messages read');
  expect(await operator.queues.visible('error')).toBe(23);
});

it('a message that SQS hands out again and again is shown once, and the listing ends', async () => {
  const body = { Body: 'x', MD5OfBody: '9dd4e461268c8034f5c8564e155c67a6' };
  const message = { MessageId: 'm', ReceiptHandle: 'r', ...body, Attributes: { SentTimestamp: '1' } };
  let receives = 0;
  operator.cloud.answer('sqs ReceiveMessage', () => {
    receives += 1;
    operator.cloud.time += 10_000;
    return { Messages: [message] };
  });

  const { out } = await operator.run('errors', 'eu-west-2');

  expect(out.filter((line) => line.startsWith('message'))).toEqual(['message      m']);
  expect(receives).toBe(5);
});

it('no more is shown than --limit says, and what was left is said', async () => {
  for (let n = 0; n < 13; n += 1) await operator.queues.fail(s3Event(aCapture()));

  const { out, notes } = await operator.run('errors', 'eu-west-2', '--limit', '12');

  expect(out.filter((line) => line.startsWith('id'))).toHaveLength(12);
  expect(notes).toContain('12 of about 13 messages in the error queue of eu-west-2.');
});

it('fails at its end when records cannot be read, and has listed every message by then', async () => {
  const captures = Array.from({ length: 13 }, () => aCapture());
  for (const capture of captures) await operator.queues.fail(s3Event(capture), noted(capture.id));
  operator.cloud.refuse('dynamodb GetItem');

  const { exitCode, out, notes } = await operator.run('errors', 'eu-west-2');

  expect(exitCode).toBe(1);
  const ids = out.filter((line) => line.startsWith('id')).map((line) => line.slice(13));
  expect(ids.toSorted()).toEqual(captures.map(({ id }) => id).toSorted());
  expect(new Set(out.filter((line) => line.startsWith('now')))).toEqual(
    new Set(['now          unknown (the records table does not answer)']),
  );
  expect(notes).toContain('how captures stand now could not be read: refused');
  expect(await operator.queues.visible('error')).toBe(13);
});

it('fails as JSON, too, when records cannot be read, and says which captures are unknown', async () => {
  const capture = aCapture();
  await operator.queues.fail(s3Event(capture), noted(capture.id));
  operator.cloud.refuse('dynamodb GetItem');

  const { exitCode, out } = await operator.run('errors', 'eu-west-2', '--json');

  expect(exitCode).toBe(1);
  expect(JSON.parse(out.join('\n')).messages).toMatchObject([
    { captures: [{ id: capture.id, unknown: true, stale: false }] },
  ]);
});

it('a listing that breaks off leaves nothing hidden', async () => {
  for (let n = 0; n < 12; n += 1) await operator.queues.fail(s3Event(aCapture()));
  let receives = 0;
  operator.cloud.before('dynamodb GetItem', async () => {
    operator.cloud.before('sqs ReceiveMessage', async () => {
      receives += 1;
      operator.cloud.refuse('sqs ReceiveMessage');
    });
  });

  const { exitCode } = await operator.run('errors', 'eu-west-2');

  expect([exitCode, receives]).toEqual([1, 1]);
  expect(await operator.queues.visible('error')).toBe(12);
});

it('the listing is there as JSON', async () => {
  const capture = aCapture();
  await operator.putRecord(aRecord(capture, { status: 'FAILED', attempts: 3 }));
  await operator.queues.fail(s3Event(capture), noted(capture.id));

  const { out } = await operator.run('errors', 'eu-west-2', '--json');

  expect(JSON.parse(out.join('\n'))).toEqual({
    region: 'eu-west-2',
    approximateTotal: 1,
    messages: [
      {
        messageId: expect.any(String),
        reason: 'ProcessorError: boom',
        attempts: 3,
        sentAt: Date.parse(SENT),
        captures: [{ id: capture.id, status: 'FAILED', attempts: 3, stale: false }],
      },
    ],
  });
});

it('an empty queue is no error', async () => {
  expect(await operator.run('errors', 'eu-west-2')).toMatchObject({
    exitCode: 0,
    out: ['The error queue is empty.'],
  });
});

it('messages that somebody else is looking at are not called an empty queue', async () => {
  await operator.queues.fail('x');
  await operator.queues.receive('error');

  const { out, notes } = await operator.run('errors', 'eu-west-2');

  expect(out).toEqual([]);
  expect(notes).toContain('about 1 message that somebody else is looking at');
});

it('a dry run counts and receives nothing', async () => {
  await operator.queues.fail('x');

  const { out } = await operator.run('errors', 'eu-west-2', '--dry-run');

  expect(out).toEqual(['The error queue of eu-west-2 holds about 1 message, 0 of them hidden at present.']);
  expect(operator.writes).toEqual([]);
});

it.each(['0', '1001', '1.5', 'x', ''])('fails for --limit %j, naming what is allowed', async (limit) => {
  expect(await operator.run('errors', 'eu-west-2', '--limit', limit)).toEqual({
    exitCode: 2,
    out: [],
    notes: `error: option '--limit <n>' argument '${limit}' is invalid. Allowed is a whole number from 1 to 1000.`,
  });
});

describe('--messages', () => {
  it('shows WebSocket messages by what their API wrote beside them, whatever their clients wrote', async () => {
    const [message, other] = [aMessage(), aCapture()];
    const [, , requestId = ''] = message.id.split('.');
    await operator.putRecord(aRecord(message, { status: 'FAILED', attempts: 3 }));
    await operator.queues.failMessage(s3Event(other), { ...noted(message.id), requestId });

    const { out, notes } = await operator.run('errors', 'eu-west-2', '--messages', '--limit', '1');

    expect(out).toEqual([
      `id           ${message.id}`,
      'now          FAILED after 3 attempts',
      'reason       ProcessorError: boom',
      'attempts     3',
      `sent         ${SENT}`,
      '',
    ]);
    expect(notes).toContain('1 of about 1 message in the error queue of eu-west-2.');
  });

  it('shows what nobody can read with its beginning', async () => {
    await operator.queues.failMessage('{"n":1}', { [ERROR_ATTRIBUTES.reason]: 'UnparseableMessage: no' });

    const { out } = await operator.run('errors', 'eu-west-2', '--messages', '--limit', '1');

    expect(out).toContain('reason       UnparseableMessage: no');
    expect(out).toContain('body         "{\\"n\\":1}"');
  });

  it('does not look into the other error queue', async () => {
    await operator.queues.fail(s3Event(aCapture()));

    expect((await operator.run('errors', 'eu-west-2', '--messages')).out).toEqual([
      'The error queue is empty.',
    ]);
  });
});
