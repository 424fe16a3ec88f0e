import type { ProcessingInput } from '../../../contracts/processing';
import type { CaptureRecord } from '../../../contracts/record';
import type { ConnectionAddress, PostAnswer } from '../../../lambdas/notify/connections';
import type { RecordsTable } from '../../../lambdas/shared/read-record';
import type { NotifyDeadlines } from '../../../lambdas/notify/deadlines';
import { notifyClient } from '../../../lambdas/notify/notify-client';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { aMessage, aRecord } from '../../helpers/captures';
import { awsError, fakeS3, type StoredObject } from '../../helpers/fake-s3';
import { RecordedLog } from '../../helpers/recorded-log';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

const METADATA = { 'connection-id': 'L0SM9cOFvHcCIhw=', 'api-id': 'a1b2c3', stage: 'beta' };
const COMPLETED = { status: 'COMPLETED', final: true, attempts: 2, result: '{"bytes":2}' } as const;

let posted: { address: ConnectionAddress; texts: string[]; signal: AbortSignal }[];
let answer: () => Promise<'ANSWERED' | 'GONE'>;
beforeEach(() => {
  posted = [];
  answer = async () => 'ANSWERED';
});

const post: PostAnswer = (address, texts, signal) => {
  posted.push({ address, texts, signal });
  return answer();
};

let now: number;
let deadlines: NotifyDeadlines;
let log: RecordedLog;
beforeEach(() => {
  now = 1_000_000;
  deadlines = { wait: now, begin: now, post: now + 60_000, note: now + 60_000 };
  log = new RecordedLog();
});

async function notify(
  capture: ProcessingInput,
  record: Partial<CaptureRecord>,
  stored: StoredObject = {},
  records: RecordsTable = table,
) {
  await table.put(aRecord(capture, record));
  const { client } = fakeS3(capture, { body: '{}', metadata: METADATA, ...stored });
  const clock = { now: () => now, sleep: async () => {} };
  return notifyClient({ capture }, deadlines, { table: records, s3: () => client, post, clock, log });
}
const answered = async ({ id }: ProcessingInput) => (await table.record(id))?.answered;

it('the client of a message that has ended is answered where it waits, and that is noted', async () => {
  const capture = aMessage();

  expect(await notify(capture, COMPLETED)).toEqual({ outcome: 'ANSWERED' });

  const [, , requestId] = capture.id.split('.');
  expect(posted).toMatchObject([
    {
      address: { region: 'eu-west-2', apiId: 'a1b2c3', stage: 'beta', connectionId: 'L0SM9cOFvHcCIhw=' },
    },
  ]);
  expect(JSON.parse(posted[0]?.texts[0] ?? '')).toEqual({
    connectionId: 'L0SM9cOFvHcCIhw=',
    requestId,
    message: '{}',
    status: 'COMPLETED',
    result: { bytes: 2 },
  });
  expect(await answered(capture)).toBe(2);
});

it('a client that has been answered is not answered again', async () => {
  expect(await notify(aMessage(), { ...COMPLETED, answered: 2 })).toEqual({ outcome: 'NOTHING' });
  expect(posted).toEqual([]);
});

it('a client that was told of a failure is told of what a retry made of it', async () => {
  const capture = aMessage();

  expect(await notify(capture, { ...COMPLETED, attempts: 4, answered: 3 })).toEqual({ outcome: 'ANSWERED' });
  expect(await answered(capture)).toBe(4);
});

it('a closed connection ends the matter', async () => {
  const capture = aMessage();
  answer = async () => 'GONE';

  expect(await notify(capture, COMPLETED)).toEqual({ outcome: 'GONE' });
  expect(await answered(capture)).toBe(2);
});

it('fails when the post fails, and notes nothing: the next delivery answers', async () => {
  const capture = aMessage();
  answer = () => Promise.reject(awsError('LimitExceededException'));

  await expect(notify(capture, COMPLETED)).rejects.toThrow('LimitExceededException');
  expect(await answered(capture)).toBeUndefined();
});

it('a message whose attempts are used up is answered, although it may be moved back', async () => {
  const capture = aMessage({ maxAttempts: 3 });
  const error = { name: 'ProcessorError', message: 'no' };

  expect(await notify(capture, { status: 'FAILED', attempts: 3, error })).toEqual({ outcome: 'ANSWERED' });
  expect(JSON.parse(posted[0]?.texts[0] ?? '')).toMatchObject({ status: 'FAILED', error });
});

it.each<[string, Partial<CaptureRecord>]>([
  ['is being processed', { status: 'PROCESSING' }],
  ['has attempts left', { status: 'FAILED', attempts: 2 }],
])('nobody is answered while a message %s', async (_, record) => {
  expect(await notify(aMessage({ maxAttempts: 3 }), record)).toEqual({ outcome: 'NOTHING' });
  expect(posted).toEqual([]);
});

it('a repeated message is answered with the result of the first, on its own connection', async () => {
  const first = aMessage();
  await table.put(aRecord(first, COMPLETED));

  await notify(aMessage(), { status: 'DUPLICATE', final: true, duplicateOf: first.id });

  expect(JSON.parse(posted[0]?.texts[0] ?? '')).toMatchObject({
    status: 'DUPLICATE',
    duplicateOf: first.id,
    result: { bytes: 2 },
  });
});

it.each<[string, StoredObject]>([
  ['is gone', { error: awsError('NoSuchKey') }],
  ['does not say where it came from', { metadata: {} }],
])('there is nobody to answer for a message that %s', async (_, stored) => {
  expect(await notify(aMessage(), COMPLETED, stored)).toEqual({ outcome: 'NOTHING' });
});

it('fails when the message cannot be read', async () => {
  await expect(notify(aMessage(), COMPLETED, { error: awsError('SlowDown') })).rejects.toThrow('SlowDown');
});

it('a record that has moved on meanwhile keeps what it says', async () => {
  const capture = aMessage();
  answer = async () => {
    await table.put(aRecord(capture, { status: 'PROCESSING', attempts: 3 }));
    return 'ANSWERED';
  };

  expect(await notify(capture, COMPLETED)).toEqual({ outcome: 'ANSWERED' });
  expect(await answered(capture)).toBeUndefined();
});

describe('when its time is over', () => {
  it('it fails before it posts, so that the next delivery answers once', async () => {
    const capture = aMessage();
    deadlines = { ...deadlines, begin: now - 1 };

    await expect(notify(capture, COMPLETED)).rejects.toThrow(InfrastructureError);
    expect(posted).toEqual([]);
    expect(await answered(capture)).toBeUndefined();
  });

  it('what it has posted counts, noted or not', async () => {
    const capture = aMessage();
    answer = async () => {
      now = deadlines.note;
      return 'ANSWERED';
    };
    const hanging = table.disturbed(async (command, call) => {
      if (command === 'UpdateItemCommand') await new Promise((resolve) => setTimeout(resolve, 50));
      await call();
    });

    expect(await notify(capture, COMPLETED, {}, hanging)).toEqual({ outcome: 'ANSWERED' });
    expect(log.withMessage('answer not noted')).toMatchObject([{ id: capture.id }]);
  });
});

it('an answer that cannot be noted has been given all the same', async () => {
  const capture = aMessage();
  const failing = table.disturbed(async (command, call) => {
    if (command === 'UpdateItemCommand') throw awsError('ThrottlingException');
    await call();
  });

  expect(await notify(capture, COMPLETED, {}, failing)).toEqual({ outcome: 'ANSWERED' });
  expect(log.withMessage('answer not noted')).toMatchObject([
    { id: capture.id, reason: expect.stringContaining('ThrottlingException') },
  ]);
});

it('a post ends when its time is over', async () => {
  deadlines = { ...deadlines, post: now + 1 };
  let signal: AbortSignal | undefined;
  answer = async () => {
    signal = posted.at(-1)?.signal;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    throw awsError('AbortError');
  };

  await expect(notify(aMessage(), COMPLETED)).rejects.toThrow('AbortError');
  expect(signal?.aborted).toBe(true);
});
