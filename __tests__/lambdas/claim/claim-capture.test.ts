import type { ProcessingInput } from '../../../contracts/processing';
import type { RecordStatus } from '../../../contracts/record';
import { type ClaimDependencies, claimCapture } from '../../../lambdas/claim/claim-capture';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { aCapture, aRecord } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

const LEASE_MS = 70_000;

let table: TestTable;
let clock: ManualClock;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());
beforeEach(() => {
  clock = new ManualClock(1_000_000);
});

const claim = (capture: ProcessingInput, by: string, overrides: Partial<ClaimDependencies> = {}) =>
  claimCapture(
    { capture, claim: by },
    { table, clock, leaseSeconds: LEASE_MS / 1000, recordRetentionSeconds: 90, ...overrides },
  );

it('the first claim makes the record, with its lease and its end of life', async () => {
  const capture = aCapture();

  const result = await claim(capture, 'execution-1');

  expect(result).toEqual({ outcome: 'CLAIMED', attempt: 1 });
  const { maxAttempts: _, ...identity } = capture;
  expect(await table.record(capture.id)).toEqual({
    ...identity,
    status: 'PROCESSING',
    attempts: 1,
    claim: 'execution-1',
    claimedAt: 1_000_000,
    leaseExpiresAt: 1_000_000 + LEASE_MS,
    expiresAt: 1000 + 90,
  });
});

it('of twenty executions that claim at once, one gets the claim', async () => {
  const capture = aCapture();

  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => claim(capture, `execution-${n}`)));

  expect(results.filter(({ outcome }) => outcome === 'CLAIMED')).toEqual([
    { outcome: 'CLAIMED', attempt: 1 },
  ]);
  expect(results.filter(({ outcome }) => outcome === 'IN_FLIGHT')).toHaveLength(19);
  expect((await table.record(capture.id))?.attempts).toBe(1);
});

it('of twenty executions that take over a lease that is over, one gets the claim', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: clock.now() }));

  const results = await Promise.all(Array.from({ length: 20 }, (_, n) => claim(capture, `execution-${n}`)));

  expect(results.filter(({ outcome }) => outcome === 'CLAIMED')).toEqual([
    { outcome: 'CLAIMED', attempt: 2 },
  ]);
  expect((await table.record(capture.id))?.attempts).toBe(2);
});

it('a live lease is in flight, and says until when', async () => {
  const capture = aCapture();
  await claim(capture, 'execution-1');
  clock.advance(LEASE_MS - 1);

  expect(await claim(capture, 'execution-2')).toEqual({
    outcome: 'IN_FLIGHT',
    leaseExpiresAt: 1_000_000 + LEASE_MS,
  });
});

it.each<RecordStatus>(['COMPLETED', 'REJECTED', 'DUPLICATE', 'FAILED'])(
  'a record that is final and %s is never claimed again',
  async (status) => {
    const capture = aCapture();
    const final = aRecord(capture, { status, final: true, leaseExpiresAt: 0 });
    await table.put(final);

    expect(await claim(capture, 'execution-2')).toEqual({ outcome: 'TERMINAL', status });
    expect(await table.record(capture.id)).toEqual(final);
  },
);

it('a failed record with attempts left is claimed, and no longer wants attention', async () => {
  const capture = aCapture();
  const error = { name: 'ProcessorError', message: 'TypeError: boom' };
  await table.put(aRecord(capture, { status: 'FAILED', attention: 'FAILED', error, leaseExpiresAt: 9e12 }));

  expect(await claim(capture, 'execution-2')).toEqual({ outcome: 'CLAIMED', attempt: 2 });
  const record = await table.record(capture.id);
  expect(record).toMatchObject({ status: 'PROCESSING', claim: 'execution-2' });
  expect(record).not.toHaveProperty('attention');
  expect(record).not.toHaveProperty('error');
});

it('a failed record without attempts left is exhausted, with its reason', async () => {
  const capture = aCapture({ maxAttempts: 3 });
  const error = { name: 'ProcessorError', message: 'TypeError: boom' };
  await table.put(aRecord(capture, { status: 'FAILED', attempts: 3, error }));

  expect(await claim(capture, 'execution-4')).toEqual({ outcome: 'EXHAUSTED', attempts: 3, error });
});

it('an exhausted capture that comes back with more attempts is claimed again', async () => {
  const capture = aCapture({ maxAttempts: 6 });
  await table.put(aRecord(capture, { status: 'FAILED', attempts: 3 }));

  expect(await claim(capture, 'execution-4')).toEqual({ outcome: 'CLAIMED', attempt: 4 });
});

it('a last attempt that never reported back is recorded as failed once its lease is over', async () => {
  const capture = aCapture({ maxAttempts: 1 });
  await claim(capture, 'execution-1');
  clock.advance(LEASE_MS);

  const result = await claim(capture, 'execution-2');

  const error = { name: 'LeaseExpired', message: 'attempt 1 ended without a word' };
  expect(result).toEqual({ outcome: 'EXHAUSTED', attempts: 1, error });
  expect(await table.record(capture.id)).toMatchObject({
    status: 'FAILED',
    attention: 'FAILED',
    attempts: 1,
    claim: 'execution-1',
    completedAt: 1_000_000 + LEASE_MS,
    error,
  });
});

it('a claim whose first answer was lost finds itself, and counts once', async () => {
  const capture = aCapture();
  const lossy = table.disturbed(async (command, call) => {
    await call();
    if (command === 'UpdateItemCommand') throw new Error('the answer was lost');
  });
  await expect(claim(capture, 'execution-1', { table: lossy })).rejects.toThrow('the answer was lost');

  expect(await claim(capture, 'execution-1')).toEqual({ outcome: 'CLAIMED', attempt: 1 });
  expect((await table.record(capture.id))?.attempts).toBe(1);
});

it('a record that is finished between the lost condition and the read is terminal', async () => {
  const capture = aCapture();
  await claim(capture, 'execution-1');
  const racing = table.disturbed(async (command, call) => {
    if (command === 'GetItemCommand') await table.put(aRecord(capture, { status: 'COMPLETED', final: true }));
    await call();
  });

  expect(await claim(capture, 'execution-2', { table: racing })).toEqual({
    outcome: 'TERMINAL',
    status: 'COMPLETED',
  });
});

it('a record that is given back between the lost condition and the read is claimed in the next round', async () => {
  const capture = aCapture();
  await claim(capture, 'execution-1');
  const racing = table.disturbed(async (command, call) => {
    if (command === 'GetItemCommand') await table.put(aRecord(capture, { attempts: 0, leaseExpiresAt: 0 }));
    await call();
  });

  expect(await claim(capture, 'execution-2', { table: racing })).toEqual({ outcome: 'CLAIMED', attempt: 1 });
});

it('a lease is not expired over the head of an execution that took it over', async () => {
  const capture = aCapture({ maxAttempts: 1 });
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  let updates = 0;
  const racing = table.disturbed(async (command, call) => {
    if (command === 'UpdateItemCommand') updates += 1;
    // Just before the lease would be expired, a redriven message with more attempts claims the capture.
    if (updates === 2) await claim({ ...capture, maxAttempts: 2 }, 'execution-2');
    await call();
  });

  expect(await claim(capture, 'execution-3', { table: racing })).toMatchObject({ outcome: 'IN_FLIGHT' });
  expect(await table.record(capture.id)).toMatchObject({ status: 'PROCESSING', claim: 'execution-2' });
});

it('a lease is not expired in the name of an execution that has given its claim back since', async () => {
  const capture = aCapture({ maxAttempts: 1 });
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  let updates = 0;
  const racing = table.disturbed(async (command, call) => {
    if (command === 'UpdateItemCommand') updates += 1;
    if (updates === 2) {
      await table.put(aRecord(capture, { claim: 'execution-2', attempts: 0, leaseExpiresAt: 0 }));
    }
    await call();
  });

  expect(await claim(capture, 'execution-3', { table: racing })).toEqual({ outcome: 'CLAIMED', attempt: 1 });
});

it('fails as trouble of ours when the record never stands still', async () => {
  const capture = aCapture();
  const restless = table.disturbed(async (command, call) => {
    const lease = command === 'UpdateItemCommand' ? 9e12 : 0;
    await table.put(aRecord(capture, { leaseExpiresAt: lease }));
    await call();
  });

  await expect(claim(capture, 'execution-2', { table: restless })).rejects.toThrow(InfrastructureError);
});
