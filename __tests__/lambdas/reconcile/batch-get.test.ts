import { type BatchGetItemInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CaptureRecord } from '../../../contracts/record';
import { batchGet } from '../../../lambdas/reconcile/batch-get';
import type { RecordsTable } from '../../../lambdas/shared/read-record';
import { answering } from '../../helpers/answering';
import { aCapture, aRecord } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

type Part = Pick<CaptureRecord, 'status' | 'attempts'>;
const read = (ids: string[], from: RecordsTable = table, clock = new ManualClock()) =>
  batchGet<Part>(ids, ['status', 'attempts'], { table: from, clock });

/** Puts records into the table. */
async function stored(count: number): Promise<string[]> {
  const captures = Array.from({ length: count }, () => aCapture());
  await Promise.all(
    captures.map((capture) => table.put(aRecord(capture, { status: 'FAILED', attempts: 2 }))),
  );
  return captures.map(({ id }) => id);
}

it('finds what is there with the members asked for, however many, and leaves out what is not', async () => {
  const ids = await stored(250);
  const absent = aCapture().id;

  const found = await read([...ids, absent]);

  expect(found.size).toBe(250);
  expect(found.has(absent)).toBe(false);
  expect(found.get(ids[249] as string)).toEqual({ id: ids[249], status: 'FAILED', attempts: 2 });
});

it('asks for a hundred keys at a time, consistently, and for none twice', async () => {
  const ids = await stored(150);
  const requests: BatchGetItemInput[] = [];
  const watched = table.disturbed((_, call, input) => {
    requests.push(input as BatchGetItemInput);
    return call();
  });

  await read([...ids, ...ids], watched);

  const asked = requests.map(({ RequestItems }) => RequestItems?.[table.name]);
  expect(asked.map((keys) => keys?.Keys?.length)).toEqual([100, 50]);
  expect(asked.every((keys) => keys?.ConsistentRead)).toBe(true);
});

it('asks for nothing when there is nothing to ask for', async () => {
  const silent = table.disturbed(() => Promise.reject(new Error('asked')));

  expect(await read([], silent)).toEqual(new Map());
});

/** A table that leaves all keys but one unprocessed in its first so many answers. */
function reluctant(answers: number) {
  let calls = 0;
  const { client } = answering(new DynamoDBClient({ region: 'eu-west-1' }), {
    BatchGetItemCommand: ({ RequestItems }: BatchGetItemInput) => {
      calls += 1;
      const asked = RequestItems?.records;
      const done = calls > answers ? asked?.Keys : asked?.Keys?.slice(0, 1);
      const left = asked?.Keys?.slice(done?.length) ?? [];
      return {
        Responses: { records: done },
        UnprocessedKeys: left.length > 0 ? { records: { ...asked, Keys: left } } : {},
      };
    },
  });
  return { table: { name: 'records', client }, calls: () => calls };
}

it('keys that DynamoDB leaves unprocessed are asked for again, after waits that grow', async () => {
  const clock = new ManualClock(0);
  const { table: slow, calls } = reluctant(3);

  const found = await clock.run(read(['a', 'b', 'c', 'd', 'e'], slow, clock));

  expect([...found.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(calls()).toBe(4);
  expect(clock.now()).toBe(100 + 200 + 400);
});

it('fails when keys stay unprocessed', async () => {
  const clock = new ManualClock();
  const { table: stuck, calls } = reluctant(99);
  const reading = clock.run(read(['a', 'b', 'c', 'd', 'e', 'f', 'g'], stuck, clock));

  await expect(reading).rejects.toMatchObject({
    name: 'InfrastructureError',
    message: 'records: keys were left unprocessed 5 times',
  });
  expect(calls()).toBe(5);
});
