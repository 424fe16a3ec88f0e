import { createHash } from 'node:crypto';
import type { ProcessingInput } from '../../../contracts/processing';
import { idempotencyItemId, type RecordStatus } from '../../../contracts/record';
import { holdIdempotencyKey } from '../../../lambdas/process/hold-idempotency-key';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { attempt } from '../../helpers/attempts';
import { aCapture, aRecord } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

let key: string;
let itemId: string;
let keys = 0;
beforeEach(() => {
  keys += 1;
  key = `order-${keys}`;
  itemId = idempotencyItemId('publish', 'acme', createHash('sha256').update(key).digest('hex'));
});

const hold = (
  capture: ProcessingInput,
  claim = 'execution-1',
  on: Pick<TestTable, 'name' | 'client'> = table,
) =>
  holdIdempotencyKey({ capture, claim, attempt: 1 }, key, {
    table: on,
    clock: new ManualClock(1_000_000),
    recordRetentionSeconds: 90,
  });

/** A capture that has the key and a record in this status. */
async function aHolder(status: RecordStatus, overrides: Partial<ProcessingInput> = {}) {
  const holder = aCapture(overrides);
  await table.put(aRecord(holder, { status, claim: 'holder-1' }));
  await hold(holder, 'holder-1');
  return holder;
}

it('the first to come holds the key, until the item expires with the record', async () => {
  const capture = aCapture();

  expect(await hold(capture)).toEqual({ outcome: 'HELD' });
  expect(await table.idempotencyItem(itemId)).toEqual({
    id: itemId,
    captureId: capture.id,
    claim: 'execution-1',
    eTag: capture.eTag,
    size: capture.size,
    expiresAt: 1000 + 90,
  });
});

it('an attempt whose first answer was lost finds itself', async () => {
  const capture = aCapture();
  await hold(capture);

  expect(await hold(capture)).toEqual({ outcome: 'HELD' });
});

it("a holder's next attempt holds the key under its own claim", async () => {
  const capture = await aHolder('PROCESSING');
  await table.put(aRecord(capture, { claim: 'holder-2', attempts: 2 }));

  expect(await hold(capture, 'holder-2')).toEqual({ outcome: 'HELD' });
  expect((await table.idempotencyItem(itemId))?.claim).toBe('holder-2');
});

it.each<RecordStatus>(['PROCESSING', 'COMPLETED', 'REJECTED'])(
  'the same payload is a duplicate of a capture that is %s',
  async (status) => {
    const holder = await aHolder(status);

    expect(await hold(aCapture())).toEqual({ outcome: 'DUPLICATE', holder: holder.id });
  },
);

it.each([{ eTag: 'another' }, { size: 3 }])(
  'another payload under the same key is told apart: %j',
  async (other) => {
    const holder = await aHolder('COMPLETED');

    expect(await hold(aCapture(other))).toEqual({ outcome: 'OTHER_PAYLOAD', holder: holder.id });
  },
);

it.each([undefined, true] as const)(
  'a newcomer takes over from a capture that failed, final: %s',
  async (final) => {
    const holder = await aHolder('FAILED');
    await table.put(aRecord(holder, { status: 'FAILED', claim: 'holder-1', final }));
    const newcomer = aCapture({ eTag: 'another' });

    expect(await hold(newcomer)).toEqual({ outcome: 'HELD' });
    expect(await table.idempotencyItem(itemId)).toMatchObject({
      captureId: newcomer.id,
      claim: 'execution-1',
      eTag: 'another',
    });
  },
);

it('a newcomer takes over from a capture whose record has expired', async () => {
  const holder = await aHolder('COMPLETED');
  await table.delete(holder.id);

  expect(await hold(aCapture())).toEqual({ outcome: 'HELD' });
});

it('of twenty newcomers at once, one holds a free key', async () => {
  const captures = Array.from({ length: 20 }, () => aCapture());
  for (const capture of captures) await table.put(aRecord(capture));

  const holds = await Promise.all(captures.map((capture) => hold(capture)));

  const winner = captures[holds.findIndex(({ outcome }) => outcome === 'HELD')];
  expect(holds.filter(({ outcome }) => outcome === 'HELD')).toHaveLength(1);
  expect(holds.filter((lost) => lost.outcome !== 'HELD' && lost.holder === winner?.id)).toHaveLength(19);
});

it('of twenty newcomers at once, one takes over from a failed capture', async () => {
  await aHolder('FAILED');
  const captures = Array.from({ length: 20 }, () => aCapture());
  for (const capture of captures) await table.put(aRecord(capture));

  const holds = await Promise.all(captures.map((capture) => hold(capture)));

  expect(holds.filter(({ outcome }) => outcome === 'HELD')).toHaveLength(1);
  expect(holds.filter(({ outcome }) => outcome === 'DUPLICATE')).toHaveLength(19);
});

it('a newcomer does not take over from a failed capture whose next attempt is under way', async () => {
  const holder = await aHolder('FAILED');
  let reads = 0;
  const racing = table.disturbed(async (command, call) => {
    await call();
    if (command === 'GetItemCommand') reads += 1;
    // The newcomer has seen the item and the failed record; now the holder is tried again.
    if (reads !== 2) return;
    reads += 1;
    await table.put(aRecord(holder, { claim: 'holder-2', attempts: 2 }));
    await hold(holder, 'holder-2');
  });

  expect(await hold(aCapture(), 'execution-1', racing)).toEqual({ outcome: 'DUPLICATE', holder: holder.id });
  expect(await table.idempotencyItem(itemId)).toMatchObject({ captureId: holder.id, claim: 'holder-2' });
});

it('a holder that is tried again after a takeover is the duplicate', async () => {
  const holder = await aHolder('FAILED');
  const newcomer = aCapture();
  await table.put(aRecord(newcomer));
  await hold(newcomer);
  await table.put(aRecord(holder, { claim: 'holder-2' }));

  expect(await hold(holder, 'holder-2')).toEqual({ outcome: 'DUPLICATE', holder: newcomer.id });
});

it('a zombie does not write its name over that of the next attempt', async () => {
  const holder = await aHolder('PROCESSING');
  await table.put(aRecord(holder, { claim: 'holder-2', attempts: 2 }));
  await hold(holder, 'holder-2');

  await expect(hold(holder, 'holder-1')).rejects.toThrow(InfrastructureError);
  expect((await table.idempotencyItem(itemId))?.claim).toBe('holder-2');
});

it('a key whose item expires between the write and the read is free again', async () => {
  await aHolder('COMPLETED');
  const expiring = table.disturbed(async (command, call) => {
    if (command === 'GetItemCommand') await table.delete(itemId);
    await call();
  });

  expect(await hold(aCapture(), 'execution-1', expiring)).toEqual({ outcome: 'HELD' });
});

it('fails as trouble of ours when the key never stands still', async () => {
  await aHolder('FAILED');
  let writes = 0;
  const restless = table.disturbed(async (command, call) => {
    if (command === 'PutItemCommand') {
      writes += 1;
      const item = await table.idempotencyItem(itemId);
      if (item) await table.put({ ...item, claim: `somebody-${writes}` });
    }
    await call();
  });

  await expect(hold(aCapture(), 'execution-1', restless)).rejects.toThrow(InfrastructureError);
});

it('a payload that comes twice under one key is processed once, and the second says of whom it is a duplicate', async () => {
  const [first, second, other] = [aCapture(), aCapture(), aCapture({ eTag: 'another' })];
  for (const capture of [first, second, other]) await table.put(aRecord(capture));
  const object = { metadata: { 'idempotency-key': key } };

  const original = attempt(first, { object, table });
  expect(await original.result).toMatchObject({ status: 'COMPLETED' });
  const repeated = attempt(second, { object, table });
  expect(await repeated.result).toEqual({
    status: 'DUPLICATE',
    duplicateOf: first.id,
    completedAt: '1000000',
    receivedAt: '900000',
  });
  const different = attempt(other, { object, table });
  expect(await different.result).toMatchObject({
    status: 'REJECTED',
    error: { name: 'IdempotencyMismatch', message: expect.stringContaining(first.id) },
  });

  expect(
    [original, repeated, different].map(({ log }) => log.withMessage('processor called').length),
  ).toEqual([1, 0, 0]);
});

it('another payload under one key is a duplicate as well where the key alone says what is repeated', async () => {
  const [first, other] = [aCapture(), aCapture({ eTag: 'another' })];
  for (const capture of [first, other]) await table.put(aRecord(capture));
  const object = { metadata: { 'idempotency-key': key, 'idempotency-by-key': 'true' } };
  await attempt(first, { object, table }).result;

  const repeated = attempt(other, { object, table });

  expect(await repeated.result).toMatchObject({ status: 'DUPLICATE', duplicateOf: first.id });
  expect(repeated.log.withMessage('processor called')).toEqual([]);
});

it("a principal's key is its own", async () => {
  await aHolder('COMPLETED');

  expect(await hold(aCapture({ principal: 'other' }))).toEqual({ outcome: 'HELD' });
});
