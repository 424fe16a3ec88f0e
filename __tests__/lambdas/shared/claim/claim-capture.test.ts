import type { ProcessingInput } from '../../../../contracts/processing';
import type { RecordStatus } from '../../../../contracts/record';
import { claimCapture } from '../../../../lambdas/shared/claim/claim-capture';
import type { ClaimDependencies } from '../../../../lambdas/shared/claim/take-claim';
import { InfrastructureError } from '../../../../lambdas/shared/infrastructure-error';
import { aCapture, aRecord } from '../../../helpers/captures';
import { ManualClock } from '../../../helpers/manual-clock';
import { TestTable } from '../../../helpers/records-table';

const LEASE_MS = 70_000;
const LEASES = { EXPRESS: LEASE_MS / 1000, STANDARD: 660 };

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
    { table, clock, leaseSeconds: LEASES, recordRetentionSeconds: 90, ...overrides },
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

it('the claim of a job lasts as long as STANDARD executions may', async () => {
  const job = aCapture({ channel: 'jobs' });

  await claim(job, 'execution-1');

  expect((await table.record(job.id))?.leaseExpiresAt).toBe(1_000_000 + 660_000);
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
    { outcome: 'CLAIMED', attempt: 1 },
  ]);
  expect((await table.record(capture.id))?.attempts).toBe(1);
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

it('an attempt that was interrupted goes on under the new claim, and counts once', async () => {
  const capture = aCapture({ maxAttempts: 3 });
  await table.put(aRecord(capture, { attempts: 2, leaseExpiresAt: clock.now() }));

  expect(await claim(capture, 'execution-2')).toEqual({ outcome: 'CLAIMED', attempt: 2 });
  expect(await table.record(capture.id)).toMatchObject({
    status: 'PROCESSING',
    attempts: 2,
    claim: 'execution-2',
    leaseExpiresAt: clock.now() + LEASE_MS,
  });
});

it.each([1, 3])('a last attempt of %d that was interrupted goes on, however often', async (maxAttempts) => {
  const capture = aCapture({ maxAttempts });
  await table.put(aRecord(capture, { attempts: maxAttempts, leaseExpiresAt: 0 }));

  for (const by of ['execution-2', 'execution-3', 'execution-4']) {
    expect(await claim(capture, by)).toEqual({ outcome: 'CLAIMED', attempt: maxAttempts });
    clock.advance(LEASE_MS);
  }
});

it('a takeover whose first answer was lost finds itself', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  const lossy = table.disturbed(async (command, call) => {
    await call();
    if (command === 'UpdateItemCommand') throw new Error('the answer was lost');
  });
  await expect(claim(capture, 'execution-2', { table: lossy })).rejects.toThrow('the answer was lost');

  expect(await claim(capture, 'execution-2')).toEqual({ outcome: 'CLAIMED', attempt: 1, again: true });
});

it('a claim whose first answer was lost finds itself, and counts once', async () => {
  const capture = aCapture();
  const lossy = table.disturbed(async (command, call) => {
    await call();
    if (command === 'UpdateItemCommand') throw new Error('the answer was lost');
  });
  await expect(claim(capture, 'execution-1', { table: lossy })).rejects.toThrow('the answer was lost');

  expect(await claim(capture, 'execution-1')).toEqual({ outcome: 'CLAIMED', attempt: 1, again: true });
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

it('a record that is given back between the lost condition and the read is taken over', async () => {
  const capture = aCapture();
  await claim(capture, 'execution-1');
  const racing = table.disturbed(async (command, call) => {
    if (command === 'GetItemCommand') await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
    await call();
  });

  expect(await claim(capture, 'execution-2', { table: racing })).toEqual({ outcome: 'CLAIMED', attempt: 1 });
});

/** Just before the second write, the takeover, something happens to the record. */
function beforeTakeover(happen: () => Promise<unknown>) {
  let updates = 0;
  return table.disturbed(async (command, call) => {
    if (command === 'UpdateItemCommand') updates += 1;
    if (command === 'UpdateItemCommand' && updates === 2) await happen();
    await call();
  });
}

it('an attempt that another execution took over meanwhile is in flight', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  const racing = beforeTakeover(() => claim(capture, 'execution-2'));

  expect(await claim(capture, 'execution-3', { table: racing })).toMatchObject({ outcome: 'IN_FLIGHT' });
  expect(await table.record(capture.id)).toMatchObject({ claim: 'execution-2', attempts: 1 });
});

it('a takeover rests on the claim that was seen, even if the one that followed is over as well', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  const racing = beforeTakeover(() =>
    table.put(aRecord(capture, { claim: 'execution-2', attempts: 2, leaseExpiresAt: 0 })),
  );

  // The first takeover is refused; the second one saw the second attempt.
  expect(await claim(capture, 'execution-3', { table: racing })).toEqual({ outcome: 'CLAIMED', attempt: 2 });
});

it('an attempt that failed after all before it was taken over is followed by the next', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  const racing = beforeTakeover(() => table.put(aRecord(capture, { status: 'FAILED' })));

  expect(await claim(capture, 'execution-3', { table: racing })).toEqual({ outcome: 'CLAIMED', attempt: 2 });
});

it('a record that was concluded before it was taken over is terminal', async () => {
  const capture = aCapture();
  await table.put(aRecord(capture, { leaseExpiresAt: 0 }));
  const concluded = aRecord(capture, { status: 'COMPLETED', final: true });
  const racing = beforeTakeover(() => table.put(concluded));

  expect(await claim(capture, 'execution-3', { table: racing })).toEqual({
    outcome: 'TERMINAL',
    status: 'COMPLETED',
  });
  expect(await table.record(capture.id)).toEqual(concluded);
});

it('fails as trouble of ours when the record never stands still', async () => {
  const capture = aCapture();
  const restless = table.disturbed(async (command, call) => {
    const leaseExpiresAt = command === 'UpdateItemCommand' ? 9e12 : 0;
    await table.put(aRecord(capture, { leaseExpiresAt }));
    await call();
  });

  await expect(claim(capture, 'execution-2', { table: restless })).rejects.toThrow(InfrastructureError);
});
