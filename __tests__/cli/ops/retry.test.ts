import { ERROR_ATTRIBUTES } from '../../../contracts/processing';
import { type CaptureRecord, UNFINISHED } from '../../../contracts/record';
import { parseNotification } from '../../../lambdas/drain-lane/parse-notification';
import { aCapture, aJob, aMessage, aRecord, BUCKET, REGION, s3Event } from '../../helpers/captures';
import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

/** A capture with an object, and a record unless there shall be none. */
async function captured(record: Partial<CaptureRecord> | 'no record' = { status: 'FAILED', attempts: 5 }) {
  const capture = aCapture();
  await operator.putObject(capture);
  if (record !== 'no record') await operator.putRecord(aRecord(capture, record));
  return capture;
}
const noted = (id: string, attempts: number) => ({
  [ERROR_ATTRIBUTES.id]: id,
  [ERROR_ATTRIBUTES.attempts]: attempts,
});
const NOT_FOUND = 'Its message was not found among what the error queue shows (of a group, the first 10).';
const scope = { region: REGION, bucket: BUCKET, maxAttempts: 8 };

it('an exhausted capture goes into the capture queue as S3 would have sent it, with the attempts it has had', async () => {
  const capture = await captured();

  const { exitCode, out, notes } = await operator.run('retry', capture.id);

  expect(exitCode).toBe(0);
  expect(out).toEqual([`Started ${capture.id} once more.`]);
  expect(notes).toContain('attempts so far 5, allowed are 5 more');
  const [message, ...others] = await operator.queues.receive('capture');
  expect(others).toEqual([]);
  expect(parseNotification(message?.Body ?? '', scope)).toEqual([{ ...capture, maxAttempts: 8 }]);
  expect(message?.MessageAttributes?.[ERROR_ATTRIBUTES.attempts]).toMatchObject({
    DataType: 'Number',
    StringValue: '5',
  });
});

it.each([
  ['whose lease is over', { status: 'PROCESSING' }],
  ['that failed, whatever is left of its lease', { status: 'FAILED', attempts: 5, leaseExpiresAt: 2e12 }],
] as const)('a capture %s can be retried', async (_, record) => {
  const { id } = await captured(record);

  expect((await operator.run('retry', id)).exitCode).toBe(0);
  expect(await operator.queues.visible('capture')).toBe(1);
});

it.each([[[]], [['--principal', 'acme']]])(
  'a capture with an object and no record can be retried, with its size and ETag as they are: %j',
  async (options) => {
    const capture = await captured('no record');

    const { exitCode } = await operator.run('retry', capture.id, ...options);

    expect(exitCode).toBe(0);
    const [message] = await operator.queues.receive('capture');
    expect(parseNotification(message?.Body ?? '', scope)).toEqual([
      { ...capture, maxAttempts: 8, size: 2, eTag: '99914b932bd37a50b983c5e7c90ae93b' },
    ]);
    expect(message?.MessageAttributes?.[ERROR_ATTRIBUTES.attempts]).toMatchObject({ StringValue: '0' });
  },
);

describe('its message in the error queue', () => {
  it('is deleted after the new one is sent, and the others stay', async () => {
    const [{ id }, other] = [await captured(), aCapture()];
    await operator.queues.fail(s3Event(other), noted(other.id, 3));
    await operator.queues.fail(s3Event(await recordOf(id)), noted(id, 5));

    const { notes } = await operator.run('retry', id);

    expect(notes).toContain('Its message is out of the error queue.');
    const left = await operator.queues.receive('error');
    expect(
      left.map(({ MessageAttributes }) => MessageAttributes?.[ERROR_ATTRIBUTES.id]?.StringValue),
    ).toEqual([other.id]);
    const { writes } = operator;
    expect(writes.indexOf('sqs SendMessage')).toBeLessThan(writes.indexOf('sqs DeleteMessage'));
    expect(writes.filter((call) => call === 'sqs DeleteMessage')).toHaveLength(1);
  });

  it('is left when the deleting fails: there are two, never none', async () => {
    const { id } = await captured();
    await operator.queues.fail(s3Event(await recordOf(id)), noted(id, 5));
    operator.cloud.refuse('sqs DeleteMessage');

    expect((await operator.run('retry', id)).exitCode).toBe(1);
    expect(await operator.queues.visible('capture')).toBe(1);
    expect(await operator.queues.visible('error')).toBe(1);
  });

  it('is left when the capture queue refuses the new one', async () => {
    const { id } = await captured();
    await operator.queues.fail(s3Event(await recordOf(id)), noted(id, 5));
    operator.cloud.refuse('sqs SendMessage');

    expect((await operator.run('retry', id)).exitCode).toBe(1);
    expect(await operator.queues.visible('error')).toBe(1);
  });

  it('that came of this very retry is left: it has more attempts', async () => {
    const { id } = await captured();
    await operator.queues.fail(s3Event(await recordOf(id)), noted(id, 10));

    const { notes } = await operator.run('retry', id);

    expect(notes).toContain(NOT_FOUND);
    expect(await operator.queues.visible('error')).toBe(1);
  });

  it('that is about another capture, too, is left', async () => {
    const { id } = await captured();
    await operator.queues.fail(s3Event(await recordOf(id), aCapture()), noted(id, 5));

    await operator.run('retry', id);

    expect(await operator.queues.visible('error')).toBe(1);
  });

  const recordOf = async (id: string) => ({
    ...((await operator.item(id)) as never as CaptureRecord),
    maxAttempts: 3,
  });
});

describe('--wait', () => {
  const becomes = async (id: string, change: Partial<CaptureRecord>) => {
    const record = (await operator.item(id)) as never as CaptureRecord;
    await operator.putRecord({ ...record, ...change });
  };

  it('follows the capture until it has ended, and shows its record', async () => {
    const { id } = await captured();
    operator.onSleep = () => becomes(id, { status: 'COMPLETED', final: true, attempts: 6 });

    const { exitCode, out, notes } = await operator.run('retry', id, '--wait');

    expect(exitCode).toBe(0);
    expect(out).toContain('status       COMPLETED');
    expect(notes).toContain('FAILED, attempt 5\nCOMPLETED, attempt 6');
  });

  it('a failure with attempts left is not the end of it', async () => {
    const { id } = await captured();
    const story: Partial<CaptureRecord>[] = [{ attempts: 9 }, { status: 'REJECTED', final: true }];
    operator.onSleep = () => becomes(id, story.shift() ?? {});

    const { exitCode, out } = await operator.run('retry', id, '--wait');

    expect(exitCode).toBe(0);
    expect(out).toContain('status       REJECTED');
  });

  it('a capture without a record is waited for, too', async () => {
    const capture = await captured('no record');
    operator.onSleep = () => operator.putRecord(aRecord(capture, { status: 'COMPLETED', final: true }));

    expect((await operator.run('retry', capture.id, '--wait')).exitCode).toBe(0);
  });

  it.each([
    ['again, attempts used up', { attempts: 10 }],
    ['for good', { final: true as const }],
  ])('fails when the capture has FAILED %s', async (how, change) => {
    const { id } = await captured();
    operator.onSleep = () => becomes(id, change);

    expect(await operator.run('retry', id, '--wait')).toMatchObject({
      exitCode: 1,
      notes: expect.stringContaining(`${id}: FAILED ${how}`),
    });
  });

  it('fails when the time is over, which --timeout bounds', async () => {
    const { id } = await captured();
    const before = operator.cloud.time;

    expect(await operator.run('retry', id, '--timeout', '7')).toMatchObject({
      exitCode: 1,
      notes: expect.stringContaining(`${id}: after 7 s it is still so: FAILED, attempt 5`),
    });
    expect(operator.cloud.time - before).toBe(7000);
  });
});

it('a paused region is said to keep it waiting', async () => {
  const { id } = await captured();
  await operator.run('pause', REGION);

  expect((await operator.run('retry', id)).notes).toContain(
    'eu-west-2 is paused: it waits there until "ops resume".',
  );
});

it.each([
  [{ status: 'COMPLETED', final: true }, 'it has ended COMPLETED, which no retry changes'],
  [{ status: 'REJECTED', final: true }, 'it has ended REJECTED, which no retry changes'],
  [{ status: 'DUPLICATE', final: true }, 'it has ended DUPLICATE, which no retry changes'],
  [{ status: 'FAILED', final: true }, 'it has ended FAILED for good, which no retry changes'],
  [{ status: 'PROCESSING', leaseExpiresAt: 2e12 }, 'it is being processed until 2033-05-18T03:33:20.000Z'],
] as const)('fails for what has ended or is being processed: %j', async (record, why) => {
  const { id } = await captured(record);

  expect(await operator.run('retry', id)).toEqual({ exitCode: 1, out: [], notes: `${id}: ${why}` });
  expect(operator.writes).toEqual([]);
});

it('fails for a capture with attempts left, which its own message brings back', async () => {
  const { id } = await captured({ status: 'FAILED', attempts: 4 });

  expect(await operator.run('retry', id)).toEqual({
    exitCode: 1,
    out: [],
    notes: `${id}: it has attempts left and is tried again by itself; \`reconcile\` finds it if its message was lost`,
  });
  expect(operator.writes).toEqual([]);
});

it.each([4, 5])('fails for a job that the sweep looks after, after %d of five attempts', async (attempts) => {
  const { id } = await captured({ status: 'FAILED', attempts, unfinished: UNFINISHED, dueAt: 1 });

  expect(await operator.run('retry', id)).toEqual({
    exitCode: 1,
    out: [],
    notes: `${id}: the sweep of a coming drain tries it again, or copies it to the error queue if its attempts are used up`,
  });
  expect(operator.writes).toEqual([]);
});

describe('a job whose lease is live', () => {
  const CLAIM = 'arn:aws:states:eu-west-1:000000000000:execution:test-process-standard:x.1';

  async function held(status?: string) {
    const job = aJob();
    await operator.putObject(job);
    const lease = {
      claim: CLAIM,
      leaseExpiresAt: 2e12,
      dueAt: 2e12,
      unfinished: UNFINISHED,
      maxAttempts: 7,
    } as const;
    await operator.putRecord(aRecord(job, { attempts: 2, ...lease }));
    if (status) operator.cloud.answer('states DescribeExecution', () => ({ executionArn: CLAIM, status }));
    return job;
  }

  it.each(['ABORTED', 'TIMED_OUT', 'FAILED', 'SUCCEEDED'])(
    'and whose execution is %s, which it could not say, is due at once under its attempt, and nothing is sent',
    async (status) => {
      const { id } = await held(status);

      const { exitCode, out, notes } = await operator.run('retry', id);

      expect({ exitCode, out }).toEqual({
        exitCode: 0,
        out: [`The next drain goes on with attempt 2 of ${id}, whose execution is ${status}.`],
      });
      expect(notes).toContain('the processor can be called twice at the same time');
      expect(await operator.item(id)).toMatchObject({
        status: 'PROCESSING',
        claim: CLAIM,
        attempts: 2,
        leaseExpiresAt: 0,
        dueAt: operator.cloud.time,
        unfinished: UNFINISHED,
        maxAttempts: 7,
      });
      expect(operator.writes).toEqual(['dynamodb UpdateItem']);
    },
  );

  it('is followed with --wait until the attempts of its own allowance are used up', async () => {
    const { id } = await held('ABORTED');
    const story: Partial<CaptureRecord>[] = [{ attempts: 6 }, { attempts: 7 }];
    operator.onSleep = async () => {
      const record = (await operator.item(id)) as never as CaptureRecord;
      await operator.putRecord({ ...record, status: 'FAILED', ...story.shift() });
    };

    expect(await operator.run('retry', id, '--wait')).toMatchObject({
      exitCode: 1,
      notes: expect.stringContaining(`${id}: FAILED again, attempts used up`),
    });
    expect(story).toEqual([]);
  });

  it('a dry run says so, and writes nothing', async () => {
    const { id } = await held('ABORTED');

    expect(await operator.run('retry', id, '--dry-run')).toEqual({
      exitCode: 0,
      out: [`Would go on with attempt 2 of ${id}, whose execution is ABORTED.`],
      notes: '',
    });
    expect(operator.writes).toEqual([]);
  });

  it.each(['RUNNING', 'PENDING_REDRIVE'])('fails while its execution is %s', async (status) => {
    const { id } = await held(status);

    expect(await operator.run('retry', id)).toEqual({
      exitCode: 1,
      out: [],
      notes: `${id}: it is being processed until 2033-05-18T03:33:20.000Z`,
    });
    expect(operator.writes).toEqual([]);
  });

  it('fails when it was claimed and nobody knows of an execution, which may be about to start', async () => {
    const { id } = await held();

    expect(await operator.run('retry', id)).toMatchObject({
      exitCode: 1,
      notes: expect.stringContaining('it is being processed until'),
    });
    expect(operator.writes).toEqual([]);
  });

  it('fails, and changes nothing, when somebody else has claimed it meanwhile', async () => {
    const { id } = await held('ABORTED');
    operator.cloud.before('dynamodb UpdateItem', async () => {
      const record = (await operator.item(id)) as never as CaptureRecord;
      await operator.putRecord({ ...record, claim: 'another' });
    });

    expect(await operator.run('retry', id)).toEqual({
      exitCode: 1,
      out: [],
      notes: `${id}: it has gone on meanwhile: npm run status -- ${id}`,
    });
    expect(await operator.item(id)).toMatchObject({ claim: 'another', leaseExpiresAt: 2e12 });
  });

  it('fails when Step Functions does not tell', async () => {
    const { id } = await held();
    operator.cloud.refuse('states DescribeExecution');

    expect(await operator.run('retry', id)).toMatchObject({
      exitCode: 1,
      notes: 'AccessDeniedException: refused',
    });
    expect(operator.writes).toEqual([]);
  });
});

it.each([[{ status: 'FAILED', attempts: 5 } as const], ['no record' as const]])(
  'fails for a principal that is none, whatever is known of the capture: %j',
  async (record) => {
    const { id } = await captured(record);

    expect(await operator.run('retry', id, '--principal', 'bad!')).toEqual({
      exitCode: 2,
      out: [],
      notes:
        "error: option '--principal <principal>' argument 'bad!' is invalid. Allowed are 1 to 64 letters, digits, _ and -.",
    });
    expect(operator.cloud.asked).toEqual([]);
  },
);

it('fails for a capture whose object is gone', async () => {
  const capture = aCapture();
  await operator.putRecord(aRecord(capture, { status: 'FAILED', attempts: 5 }));

  expect(await operator.run('retry', capture.id)).toEqual({
    exitCode: 1,
    out: [],
    notes: `${capture.id}: its object s3://${BUCKET}/${capture.key} is gone`,
  });
  expect(operator.writes).toEqual([]);
});

it('fails for an id that nobody knows', async () => {
  const { id } = aCapture();

  expect(await operator.run('retry', id)).toEqual({
    exitCode: 3,
    out: [],
    notes: `${id}: there is neither a record nor an object`,
  });
});

it('fails for an id without the form of one', async () => {
  expect(await operator.run('retry', 'x')).toMatchObject({
    exitCode: 2,
    notes: expect.stringContaining('"x"'),
  });
});

it('a dry run says what would be done, and sends, receives and deletes nothing', async () => {
  const { id } = await captured();
  await operator.queues.fail('x');

  expect(await operator.run('retry', id, '--dry-run', '--wait')).toEqual({
    exitCode: 0,
    out: [`Would start ${id} once more: attempts so far 5, allowed are 5 more.`],
    notes: '',
  });
  expect(operator.writes).toEqual([]);
});

it('a dry run refuses what would be refused', async () => {
  const { id } = await captured({ status: 'COMPLETED', final: true });

  expect((await operator.run('retry', id, '--dry-run')).exitCode).toBe(1);
});

describe('a WebSocket message', () => {
  async function exhausted() {
    const message = aMessage();
    await operator.putObject(message);
    await operator.putRecord(aRecord(message, { status: 'FAILED', attempts: 5 }));
    const [, , requestId = ''] = message.id.split('.');
    return { message, noted: { ...noted(message.id, 5), requestId } };
  }

  it('starts from its object like any other capture, and leaves its error queue', async () => {
    const { message, noted } = await exhausted();
    await operator.queues.failMessage('{}', noted);
    await operator.queues.failMessage('{}', { requestId: 'another' });

    const { exitCode, notes } = await operator.run('retry', message.id);

    expect(exitCode).toBe(0);
    expect(notes).toContain('Its message is out of the error queue.');
    const [sent] = await operator.queues.receive('capture');
    expect(parseNotification(sent?.Body ?? '', scope)).toEqual([{ ...message, maxAttempts: 8 }]);
    expect(await operator.queues.visible('message errors')).toBe(1);
  });

  it('behind ten of its group is not shown by SQS: it starts, and is not said to have no message', async () => {
    const { message, noted } = await exhausted();
    for (let before = 1; before <= 10; before += 1) {
      await operator.queues.failMessage('{}', { requestId: `before-${before}` });
    }
    await operator.queues.failMessage('{}', noted);

    const { exitCode, notes } = await operator.run('retry', message.id);

    expect(exitCode).toBe(0);
    expect(notes).toContain(NOT_FOUND);
    expect(await operator.queues.visible('capture')).toBe(1);
    expect(await operator.queues.visible('message errors')).toBe(11);
  });

  it('that failed again after a retry is found where that came from', async () => {
    const { message } = await exhausted();
    await operator.queues.fail(s3Event(message), noted(message.id, 5));

    expect((await operator.run('retry', message.id)).notes).toContain(
      'Its message is out of the error queue.',
    );
    expect(await operator.queues.visible('error')).toBe(0);
  });

  it('without a record is found below the prefix of messages', async () => {
    const message = aMessage();
    await operator.putObject(message);

    expect(await operator.run('retry', message.id)).toMatchObject({ exitCode: 0 });
  });
});
