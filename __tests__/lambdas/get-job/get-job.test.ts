import type { CaptureRecord } from '../../../contracts/record';
import { getJob, type GetJobDependencies } from '../../../lambdas/get-job/get-job';
import type { StoredCapture } from '../../../lambdas/get-job/stored-captures';
import { aCapture, aJob, aMessage, aRecord, REGION } from '../../helpers/captures';

const RECEIVED = Date.UTC(2026, 0, 2, 3, 4, 5);
const OBJECT: StoredCapture = { receivedAt: RECEIVED, parameters: { seconds: 2 } };

/** Asks as `acme` over a record and an object of the test; keeps which objects were looked at. */
async function ask(
  id: string,
  record: CaptureRecord | undefined,
  stored: StoredCapture | undefined,
  overrides: Partial<GetJobDependencies> = {},
  caller = 'acme',
) {
  const looks: [string, string, boolean][] = [];
  const state = await getJob(
    { id, caller },
    {
      readRecord: async () => record,
      readCapture: async (...look) => {
        looks.push(look);
        return stored;
      },
      ...overrides,
    },
  );
  return { state, looks };
}

it('a job that nobody has begun is CAPTURED, with its parameters', async () => {
  const { id, key } = aJob();

  const { state, looks } = await ask(id, undefined, OBJECT);

  expect(state).toEqual({
    id,
    channel: 'jobs',
    region: REGION,
    status: 'CAPTURED',
    attempts: 0,
    receivedAt: '2026-01-02T03:04:05.000Z',
    parameters: { seconds: 2 },
  });
  expect(looks).toEqual([[REGION, key, true]]);
});

it('a job that was COMPLETED has its result and its times', async () => {
  const job = aJob();
  const record = aRecord(job, {
    status: 'COMPLETED',
    attempts: 2,
    receivedAt: RECEIVED,
    completedAt: RECEIVED + 1500,
    result: '{"seconds":2}',
  });

  expect((await ask(job.id, record, OBJECT)).state).toEqual({
    id: job.id,
    channel: 'jobs',
    region: REGION,
    status: 'COMPLETED',
    attempts: 2,
    receivedAt: '2026-01-02T03:04:05.000Z',
    completedAt: '2026-01-02T03:04:06.500Z',
    parameters: { seconds: 2 },
    result: { seconds: 2 },
  });
});

it.each<[string, Partial<CaptureRecord>]>([
  ['FAILED', { status: 'FAILED', error: { name: 'ProcessorError', message: 'TypeError: x' } }],
  ['REJECTED', { status: 'REJECTED', error: { name: 'RejectedError', message: 'no' } }],
  ['DUPLICATE', { status: 'DUPLICATE', duplicateOf: 'eu-west-2.jobs.first=' }],
  ['PROCESSING', { status: 'PROCESSING' }],
])('a job that is %s says why', async (status, overrides) => {
  const job = aJob();
  const { error, duplicateOf } = overrides;

  const { state } = await ask(job.id, aRecord(job, overrides), OBJECT);

  expect(state).toMatchObject({ status, ...(error && { error }), ...(duplicateOf && { duplicateOf }) });
});

it('a job whose object has expired still has its record', async () => {
  const job = aJob();

  const { state } = await ask(job.id, aRecord(job, { status: 'COMPLETED', result: 'null' }), undefined);

  expect(state).toMatchObject({ status: 'COMPLETED', result: null });
  expect(state).not.toHaveProperty('parameters');
});

it.each([
  ['publish', aCapture],
  ['websocket', aMessage],
])(
  'a capture of channel %s is looked at without its body, and only while its record does not say when it came',
  async (channel, make) => {
    const capture = make();

    const captured = await ask(capture.id, undefined, { receivedAt: RECEIVED });
    const recorded = await ask(capture.id, aRecord(capture, { receivedAt: RECEIVED }), OBJECT);

    expect(captured.state).toMatchObject({ status: 'CAPTURED', channel });
    expect(captured.looks).toEqual([[REGION, capture.key, false]]);
    expect(recorded.state).toMatchObject({ status: 'PROCESSING' });
    expect(recorded.looks).toEqual([]);
  },
);

it('an attempt that is under way shows when the capture came, and not when the attempt before it ended', async () => {
  const capture = aCapture();
  const again = aRecord(capture, { attempts: 2, completedAt: RECEIVED + 1 });

  const { state } = await ask(capture.id, again, { receivedAt: RECEIVED });

  expect(state).toMatchObject({ status: 'PROCESSING', receivedAt: '2026-01-02T03:04:05.000Z' });
  expect(state).not.toHaveProperty('completedAt');
});

it('there is none without record and object', async () => {
  expect((await ask(aJob().id, undefined, undefined)).state).toBeUndefined();
});

it('there is none of another principal: neither by record nor by object', async () => {
  const job = aJob();

  const recorded = await ask(job.id, aRecord(job, { status: 'COMPLETED' }), OBJECT, {}, 'other');
  const captured = await ask(job.id, undefined, undefined, {}, 'other');

  expect(recorded.state).toBeUndefined();
  expect(recorded.looks).toEqual([]);
  expect(captured.looks).toEqual([[REGION, job.key.replace('/acme/', '/other/'), true]]);
});

it.each([
  ['an id that is none', 'what?'],
  ['one with too many parts', 'eu-west-2.jobs.a.b'],
  ['what is no region', 'evil.example#.jobs.a='],
  ['a region that is a host name', 'eu-west-1/x.jobs.a='],
  ['a region that is too long', `eu-${'west-'.repeat(5)}1.jobs.a=`],
  ['a channel that cannot be', 'eu-west-2.jobs/acme.a='],
  ['a request id that cannot be', 'eu-west-2.jobs.a/b='],
  ['one that no table can be asked for', `eu-west-2.jobs.${'a'.repeat(3000)}`],
  ['an idempotency item', 'idempotency#jobs#acme#0'],
])('there is none for %s, and nothing is asked', async (_, id) => {
  const asked = async () => {
    throw new Error('asked');
  };

  const { state } = await ask(id, undefined, undefined, { readRecord: asked, readCapture: asked });

  expect(state).toBeUndefined();
});

it.each<[string, Partial<GetJobDependencies>]>([
  ['table', { readRecord: () => Promise.reject(new Error('away')) }],
  ['bucket', { readCapture: () => Promise.reject(new Error('away')) }],
])('fails when the %s cannot be asked: no guess', async (_, away) => {
  await expect(ask(aJob().id, undefined, OBJECT, away)).rejects.toThrow('away');
});

describe('the session of a role', () => {
  it('sees what it has posted before there is a record, by a key that names it', async () => {
    const { id } = aJob();

    const { looks } = await ask(id, undefined, OBJECT, {}, 'AROA1:shop-1');

    expect(looks).toEqual([[REGION, expect.stringMatching(/^captures\/jobs\/AROA1:shop-1\//), true]]);
  });

  it('sees the messages of all sessions before there is a record: their keys name the role alone', async () => {
    const { id, key } = aMessage({ principal: 'AROA1' });

    const { looks } = await ask(id, undefined, OBJECT, {}, 'AROA1:shop-1');

    expect(looks).toEqual([[REGION, key.replace('acme', 'AROA1'), false]]);
    expect(key).toMatch(/^messages\//);
  });

  it('sees the object where the record of another session says it is', async () => {
    const job = aJob({ principal: 'AROA1' });
    const key = job.key.replace('acme', 'AROA1:shop-1');

    const { state, looks } = await ask(job.id, aRecord({ ...job, key }), OBJECT, {}, 'AROA1:shop-2');

    expect(state?.parameters).toEqual({ seconds: 2 });
    expect(looks).toEqual([[REGION, key, true]]);
  });
});
