import { randomUUID } from 'node:crypto';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { putObject } from './helpers/captured-objects';
import { exhausted, failsIn, redrive } from './helpers/exhausted';
import { keyHolder } from './helpers/idempotency';
import { warmUp } from './helpers/warm-up';

const [home, away, open] = ['eu-west-2', 'us-east-1', 'ap-southeast-2'] as const;
const PROCESS = '*-process';
/** A payload that no attempt can complete at home; elsewhere the first does. */
const FAILS_AT_HOME = failsIn(home);

let deployment: Deployment;
const rejected: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  await warmUp(deployment, home);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const capture = (region: string, body: string, key: string) =>
  deployment.capture(region, body, { 'Idempotency-Key': key });

const hold = (operation: string) =>
  deployment.fault({ action: `dynamodb:${operation}`, principal: PROCESS, effect: { hold: true } });
const bothWait = (fault: string) => deployment.untilFault(fault, ({ waiting }) => waiting === 2);

describe('the first one has ended', () => {
  it.each([
    ['COMPLETED', '{}'],
    ['REJECTED', '{"end":"reject"}'],
  ])('%s: the second one is its DUPLICATE, and user code never sees it', async (status, body) => {
    const key = randomUUID();
    const first = await capture(home, body, key);
    if (status === 'REJECTED') rejected.push(first);
    expect(await deployment.terminal(first)).toMatchObject({ status, attempts: 1 });

    const second = await capture(away, body, key);

    expect(await deployment.terminal(second)).toMatchObject({
      status: 'DUPLICATE',
      duplicateOf: first,
      attempts: 1,
    });
    expect(await deployment.processorCalls(second)).toBe(0);
    expect((await keyHolder(deployment, key)).captureId).toBe(first);
  });

  it('with another payload: the second one is REJECTED', async () => {
    const key = randomUUID();
    const first = await capture(home, 'one', key);
    await deployment.terminal(first);

    const second = await capture(away, 'two', key);

    expect(await deployment.terminal(second)).toMatchObject({
      status: 'REJECTED',
      attempts: 1,
      error: { name: 'IdempotencyMismatch', message: expect.stringContaining(first) },
    });
    expect(await deployment.processorCalls(second)).toBe(0);
  });

  it('of another principal: both are COMPLETED', async () => {
    const key = randomUUID();
    const ids = [await capture(home, 'same', key), await capture(open, 'same', key)];

    const ended = await Promise.all(ids.map((id) => deployment.terminal(id)));

    expect(ended.map(({ principal, status }) => [principal, status])).toEqual([
      ['local', 'COMPLETED'],
      ['anonymous', 'COMPLETED'],
    ]);
  });
});

describe('the first one fails for good', () => {
  it('its attempts exhausted: the second one takes over, and the first, moved back, is its DUPLICATE', async () => {
    const key = randomUUID();
    const first = await exhausted(deployment, home, key);

    const second = await capture(away, FAILS_AT_HOME, key);

    expect(await deployment.terminal(second)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect((await keyHolder(deployment, key)).captureId).toBe(second);
    await redrive(deployment, home);
    expect(await deployment.terminal(first)).toMatchObject({
      status: 'DUPLICATE',
      duplicateOf: second,
      attempts: 4,
    });
    expect(await deployment.processorCalls(first)).toBe(3);
  });

  it('its payload gone between two attempts: the second one takes over', async () => {
    const key = randomUUID();
    const reads = await deployment.fault({
      action: 's3:GetObject',
      principal: PROCESS,
      skip: 1,
      effect: { hold: true },
    });
    const metadata = { 'idempotency-key': key };
    const first = await putObject(deployment, home, { body: FAILS_AT_HOME, metadata });
    await deployment.untilFault(reads, ({ waiting }) => waiting === 1);
    const { Bucket, Key } = first.location;
    await deployment.s3(home).send(new DeleteObjectCommand({ Bucket, Key }));
    await deployment.removeFault(reads);
    expect(await deployment.terminal(first.id)).toMatchObject({
      status: 'FAILED',
      attempts: 2,
      error: { name: 'PayloadExpired' },
    });

    const second = await capture(away, FAILS_AT_HOME, key);

    expect(await deployment.terminal(second)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect((await keyHolder(deployment, key)).captureId).toBe(second);
  });

  it('of two that would take over at the same time one does, and the other is its DUPLICATE', async () => {
    const key = randomUUID();
    const first = await exhausted(deployment, home, key);
    const reads = await hold('GetItem');
    const ids = [await capture(away, FAILS_AT_HOME, key), await capture(away, FAILS_AT_HOME, key)];
    await bothWait(reads);
    // Both will have seen the first one's name before either writes its own.
    const puts = await hold('PutItem');
    await deployment.removeFault(reads);
    await bothWait(puts);

    await deployment.removeFault(puts);

    await expectOneOf(ids, 'DUPLICATE');
    await redrive(deployment, home);
    expect(await deployment.terminal(first)).toMatchObject({ status: 'DUPLICATE' });
  });
});

describe('both come at the same time', () => {
  it.each([
    ['the same payload', 'same', 'DUPLICATE'],
    ['another payload', 'other', 'REJECTED'],
  ] as const)('with %s: one is COMPLETED, and the other is not processed', async (_, body, status) => {
    const key = randomUUID();
    const puts = await hold('PutItem');
    const ids = [await capture(home, 'same', key), await capture(away, body, key)];
    await bothWait(puts);

    await deployment.removeFault(puts);

    await expectOneOf(ids, status);
  });
});

/** One is COMPLETED in one attempt and one call; the other ends as said, without a call. */
async function expectOneOf(ids: string[], other: 'DUPLICATE' | 'REJECTED'): Promise<void> {
  const ended = await Promise.all(ids.map((id) => deployment.terminal(id)));
  expect(ended.map(({ status }) => status).sort()).toEqual(['COMPLETED', other].sort());
  expect(ended.map(({ attempts }) => attempts)).toEqual([1, 1]);
  const winner = ended.find(({ status }) => status === 'COMPLETED')!;
  const loser = ended.find(({ status }) => status === other)!;
  if (other === 'DUPLICATE') expect(loser.duplicateOf).toBe(winner.id);
  expect(await deployment.processorCalls(winner.id)).toBe(1);
  expect(await deployment.processorCalls(loser.id)).toBe(0);
}

it('everything that was accepted is processed, once', () =>
  expectSound(deployment, { rejected, expected: { redrives: 1 } }));
