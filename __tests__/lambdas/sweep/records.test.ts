import type { SendMessageCommand } from '@aws-sdk/client-sqs';
import { notificationOf } from '../../../contracts/notification';
import { ERROR_ATTRIBUTES } from '../../../contracts/processing';
import type { DueRecord } from '../../../lambdas/sweep/due-records';
import { dueRecords } from '../../../lambdas/sweep/due-records';
import { exhaust } from '../../../lambdas/sweep/exhaust';
import { aJob, aRecord, REGION } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
let clock: ManualClock;
beforeEach(async () => {
  table = await TestTable.start();
  clock = new ManualClock(1_000_000);
});
afterEach(() => table.stop());

async function put(overrides: Partial<DueRecord> = {}): Promise<DueRecord> {
  const record: DueRecord = {
    ...aRecord(aJob()),
    unfinished: 'STANDARD',
    dueAt: clock.now(),
    maxAttempts: 3,
    ...overrides,
  };
  await table.put(record);
  return record;
}

describe('the records that are due', () => {
  const ids = async (at: number) => {
    const found: string[] = [];
    for await (const page of dueRecords(table, at)) found.push(...page.map(({ id }) => id));
    return found;
  };

  it('are those whose time has come, the longest due first, all pages of them', async () => {
    const late = await put({ dueAt: 20 });
    const early = await put({ dueAt: 10 });
    await put({ dueAt: 31 });
    const more = await Promise.all(Array.from({ length: 205 }, () => put({ dueAt: 30 })));

    const found = await ids(30);

    expect(found.slice(0, 2)).toEqual([early.id, late.id]);
    expect(found.slice(2).sort()).toEqual(more.map(({ id }) => id).sort());
  });

  it('are none that have ended, or that a message holds', async () => {
    await table.put(aRecord(aJob(), { status: 'COMPLETED', final: true }));
    await table.put(aRecord(aJob()));

    expect(await ids(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});

describe('an exhausted capture', () => {
  const FAILED: Partial<DueRecord> = {
    status: 'FAILED',
    attempts: 3,
    error: { name: 'ProcessorError', message: 'TypeError: no' },
  };
  let sent: SendMessageCommand['input'][];
  beforeEach(() => {
    sent = [];
  });
  const send = async (command: SendMessageCommand) => {
    sent.push(command.input);
    return {};
  };
  const take = (record: DueRecord, sending: typeof send = send) =>
    exhaust(record, {
      table,
      clock,
      errorQueue: async (region) => ({
        client: { send: sending as never },
        queueUrl: `https://errors.${region}`,
      }),
      endsAt: clock.now() + 45_000,
    });

  it('whose copy is refused is due again at once, and copied by the next sweep', async () => {
    const record = await put(FAILED);
    await expect(take(record, () => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
    const after = await table.record(record.id);
    expect(after).toMatchObject({ unfinished: 'STANDARD', dueAt: clock.now() });

    expect(await take(after as DueRecord)).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it('whose sweep dies between the copy and the note is copied again, when that sweep is over and not before', async () => {
    const record = await put(FAILED);
    const endsAt = clock.now() + 45_000;
    const found = async (at: number) => {
      for await (const page of dueRecords(table, at)) return page.find(({ id }) => id === record.id);
      return undefined;
    };
    const dies = async (command: SendMessageCommand) => {
      await send(command);
      throw Object.assign(new Error('the function ended'), { name: 'Killed' });
    };
    // Nothing of it is written after the copy.
    const dying = table.disturbed(async (command, call) => {
      if (command === 'UpdateItemCommand' && sent.length > 0) throw new Error('the function ended');
      await call();
    });
    const client = { send: dies as never };
    const deps = { table: dying, clock, errorQueue: async () => ({ client, queueUrl: 'q' }), endsAt };

    await expect(exhaust(record, deps)).rejects.toThrow('the function ended');

    expect(await found(endsAt - 1)).toBeUndefined();
    const due = await found(endsAt);
    expect(due).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(await take(due as DueRecord)).toBe(true);
    expect(sent).toHaveLength(2);
  });

  it('goes to the error queue of its region with its reason, and is no longer unfinished', async () => {
    const record = await put(FAILED);

    expect(await take(record)).toBe(true);

    expect(sent).toEqual([
      {
        QueueUrl: `https://errors.${REGION}`,
        MessageBody: notificationOf(record, 'pillarbox:sweep'),
        MessageAttributes: {
          [ERROR_ATTRIBUTES.reason]: { DataType: 'String', StringValue: 'ProcessorError: TypeError: no' },
          [ERROR_ATTRIBUTES.id]: { DataType: 'String', StringValue: record.id },
          [ERROR_ATTRIBUTES.attempts]: { DataType: 'Number', StringValue: '3' },
        },
      },
    ]);
    const after = await table.record(record.id);
    expect(after).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(after).not.toHaveProperty('unfinished');
    expect(after).not.toHaveProperty('dueAt');
    expect(after).not.toHaveProperty('maxAttempts');
  });

  it('of two sweeps at once, one sends it', async () => {
    const record = await put(FAILED);

    const results = await Promise.all([take(record), take(record)]);

    expect(results.sort()).toEqual([false, true]);
    expect(sent).toHaveLength(1);
  });

  it('is left alone when it has moved on since the index was read', async () => {
    const record = await put(FAILED);
    await put({ ...record, status: 'PROCESSING', claim: 'execution-2' });

    expect(await take(record)).toBe(false);

    expect(sent).toEqual([]);
  });

  it('that was moved back meanwhile stays unfinished', async () => {
    const record = await put(FAILED);

    await take(record, async (command) => {
      await put({ ...record, status: 'PROCESSING', claim: 'execution-2', attempts: 4, maxAttempts: 6 });
      return send(command);
    });

    expect(await table.record(record.id)).toMatchObject({ unfinished: 'STANDARD', claim: 'execution-2' });
  });
});
