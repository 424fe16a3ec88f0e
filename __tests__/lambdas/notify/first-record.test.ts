import type { CaptureRecord } from '../../../contracts/record';
import { firstRecord } from '../../../lambdas/notify/first-record';
import { aMessage, aRecord } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';

const completed = { status: 'COMPLETED', final: true, result: '1' } as const;
const duplicateOf = (id: string) =>
  aRecord(aMessage(), { status: 'DUPLICATE', final: true, duplicateOf: id });

let clock: ManualClock;
beforeEach(() => {
  clock = new ManualClock();
});

/** Looks for the first for at most two seconds. @param answers what the table says of each id, look by look */
function find(record: CaptureRecord, answers: Record<string, (CaptureRecord | undefined)[]>) {
  const readRecord = async (id: string) => {
    const left = answers[id] ?? [];
    return left.length > 1 ? left.shift() : left[0];
  };
  return clock.run(firstRecord(record, clock.now() + 2000, { readRecord, clock }));
}

it('a message that repeats none has no first', async () => {
  expect(await find(aRecord(aMessage(), completed), {})).toBeUndefined();
});

it('the first has ended: here it is', async () => {
  const first = aRecord(aMessage(), completed);

  expect(await find(duplicateOf('first'), { first: [first] })).toBe(first);
});

it('the first of a DUPLICATE that repeats a DUPLICATE is the one that was processed', async () => {
  const first = aRecord(aMessage(), completed);

  expect(await find(duplicateOf('second'), { second: [duplicateOf('first')], first: [first] })).toBe(first);
});

it('the first is under way: it is waited for', async () => {
  const began = clock.now();
  const first = aRecord(aMessage(), completed);

  const found = await find(duplicateOf('first'), {
    first: [aRecord(aMessage()), aRecord(aMessage(), { status: 'FAILED' }), first],
  });

  expect(found).toBe(first);
  expect(clock.now()).toBe(began + 400);
});

it('the first takes longer than anybody waits: nothing is known of it', async () => {
  const began = clock.now();

  expect(await find(duplicateOf('first'), { first: [aRecord(aMessage())] })).toBeUndefined();
  expect(clock.now()).toBeLessThanOrEqual(began + 2000);
});

it('a circle has no first, and an end', async () => {
  const circle = { a: [duplicateOf('b')], b: [duplicateOf('a')] };

  expect(await find(duplicateOf('a'), circle)).toBeUndefined();
});
