import type { CaptureReference } from '../../../contracts/capture';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import type { JudgedRecord } from '../../../lambdas/reconcile/judge-capture';
import type { ListedObject } from '../../../lambdas/reconcile/list-page';
import { reconcileStep, type Step, type StepDependencies } from '../../../lambdas/reconcile/reconcile-step';
import { aCapture, aRecord, BUCKET, REGION } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { RecordedLog } from '../../helpers/recorded-log';

const NOW = 100_000_000;
const MIN_AGE_SECONDS = 3600;
const OLD = NOW - MIN_AGE_SECONDS * 1000;

const listed = ({ key, size, eTag }: CaptureReference, lastModified = OLD): ListedObject => ({
  key,
  size,
  eTag,
  lastModified,
});
const records = (...known: [CaptureReference, Partial<JudgedRecord>][]) =>
  new Map<string, JudgedRecord>(known.map(([{ id }, more]) => [id, aRecord(aCapture(), more)]));

/** A region in memory, in pages; a page can be an error instead. Listing takes 8 s of the test's clock. */
function aRegion(pages: (ListedObject[] | Error)[], known = new Map<string, JudgedRecord>()) {
  const clock = new ManualClock(NOW);
  const log = new RecordedLog();
  const sent: CaptureReference[] = [];
  const listedAfter: (string | undefined)[] = [];
  const cursorOf = (index: number) => `captures/page/${index}`;
  const deps: StepDependencies = {
    clock,
    log,
    isPaused: async () => false,
    listPage: async (after) => {
      listedAfter.push(after);
      clock.advance(8000);
      const index = after === undefined ? 0 : Number(after.split('/')[2]) + 1;
      const page = pages[index] ?? [];
      if (page instanceof Error) throw page;
      return { objects: page, ...(index + 1 < pages.length && { next: cursorOf(index) }) };
    },
    readRecords: async () => known,
    putBack: async (captures) => {
      sent.push(...captures);
    },
  };
  const run = (step: Partial<Step> = {}, other: Partial<StepDependencies> = {}) =>
    reconcileStep(
      {
        region: REGION,
        bucket: BUCKET,
        maxAttempts: 3,
        since: 0,
        minAgeSeconds: MIN_AGE_SECONDS,
        dryRun: false,
        stopAt: NOW + 20_000,
        ...step,
      },
      { ...deps, ...other },
    );
  return { run, log, sent, listedAfter };
}

const identity = ({ maxAttempts: _, ...reference }: ReturnType<typeof aCapture>) => reference;

it('puts back what has an object and no record, and counts what it looked at', async () => {
  const [lost, done, exhausted, held] = [aCapture(), aCapture(), aCapture(), aCapture()];
  const region = aRegion(
    [[lost, done, exhausted, held].map((capture) => listed(capture))],
    records(
      [done, { status: 'COMPLETED', final: true }],
      [exhausted, { status: 'FAILED', attempts: 3 }],
      [held, { status: 'PROCESSING', leaseExpiresAt: NOW + 1 }],
    ),
  );

  expect(await region.run()).toEqual({ region: REGION, examined: 4, putBack: 1, exhausted: 1 });
  expect(region.sent).toEqual([identity(lost)]);
});

it('puts back what was interrupted, or failed with attempts left, once nothing has happened for the whole age', async () => {
  const [interrupted, failed, recent] = [aCapture(), aCapture(), aCapture()];
  const quiet = { claimedAt: OLD - 1, leaseExpiresAt: 0 };
  const region = aRegion(
    [[interrupted, failed, recent].map((capture) => listed(capture))],
    records(
      [interrupted, { ...quiet, status: 'PROCESSING', attempts: 3 }],
      [failed, { ...quiet, status: 'FAILED', attempts: 2, completedAt: OLD }],
      [recent, { ...quiet, status: 'FAILED', attempts: 2, completedAt: OLD + 1 }],
    ),
  );

  expect(await region.run()).toMatchObject({ examined: 3, putBack: 2, exhausted: 0 });
  expect(region.sent).toEqual([identity(interrupted), identity(failed)]);
});

it('never puts back what has a live lease, even when no age is asked for', async () => {
  const capture = aCapture();
  const lease = records([capture, { status: 'PROCESSING', claimedAt: 0, leaseExpiresAt: NOW + 1 }]);

  expect(await aRegion([[listed(capture, NOW)]], lease).run({ minAgeSeconds: 0 })).toMatchObject({
    putBack: 0,
  });
});

it('leaves alone, but counts, what is too young or too old', async () => {
  const [young, old, between] = [aCapture(), aCapture(), aCapture()];
  const region = aRegion([[listed(young, OLD + 1), listed(old, OLD - 1001), listed(between, OLD - 1000)]]);

  expect(await region.run({ since: OLD - 1000 })).toMatchObject({ examined: 3, putBack: 1 });
  expect(region.sent).toEqual([identity(between)]);
});

it('asks for the records of old captures only', async () => {
  const [young, old] = [aCapture(), aCapture()];
  const asked: string[][] = [];

  await aRegion([[listed(young, OLD + 1), listed(old)]]).run(
    {},
    {
      readRecords: async (ids) => {
        asked.push(ids);
        return new Map();
      },
    },
  );

  expect(asked).toEqual([[old.id]]);
});

it('a dry run counts the same and sends nothing', async () => {
  const region = aRegion([[listed(aCapture())]]);

  expect(await region.run({ dryRun: true })).toMatchObject({ putBack: 1 });
  expect(region.sent).toEqual([]);
});

it('objects that are no captures are counted, told once, and never sent', async () => {
  const strange = ['captures/', 'captures/publish/acme/', 'captures/a/b/c/d'];
  const pages = [strange, ['captures/publish/x']].map((keys) => keys.map((key) => listed(aCapture({ key }))));
  const region = aRegion(pages);

  expect(await region.run()).toMatchObject({ examined: 4, putBack: 0 });
  expect(region.log.lines).toEqual([
    { message: 'objects that are no captures', region: REGION, count: 4, first: 'captures/' },
  ]);
  expect(region.sent).toEqual([]);
});

it('looks at nothing in a paused region', async () => {
  const region = aRegion([[listed(aCapture())]]);

  expect(await region.run({}, { isPaused: async () => true })).toEqual({
    region: REGION,
    examined: 0,
    putBack: 0,
    exhausted: 0,
    paused: true,
  });
  expect(region.listedAfter).toEqual([]);
});

describe('a bucket of many pages', () => {
  const pages = Array.from({ length: 5 }, () => [listed(aCapture()), listed(aCapture())]);

  it('is looked through until the time is used up, and on from the cursor in the next step', async () => {
    const region = aRegion(pages);

    const first = await region.run();
    const second = await region.run({ cursor: first.cursor, stopAt: NOW + 99_000 });

    expect(first).toMatchObject({ examined: 6, putBack: 6, cursor: 'captures/page/2' });
    expect(second).toMatchObject({ examined: 4, putBack: 4 });
    expect(second).not.toHaveProperty('cursor');
    expect(region.sent).toHaveLength(10);
  });

  it('has at least one page looked at, however little time there is', async () => {
    expect(await aRegion(pages).run({ stopAt: 0 })).toMatchObject({ examined: 2, cursor: 'captures/page/0' });
  });

  it('fails when its first page does', async () => {
    const region = aRegion([new Error('region away'), []]);

    await expect(region.run()).rejects.toThrow('region away');
  });

  it('has the pages before the one that fails counted, and the trouble is met by the next step', async () => {
    const region = aRegion([...pages.slice(0, 1), new Error('region away'), ...pages.slice(1)]);

    const report = await region.run();

    expect(report).toMatchObject({ examined: 2, putBack: 2, cursor: 'captures/page/0' });
    expect(region.log.withMessage('page failed')).toEqual([
      { message: 'page failed', region: REGION, cursor: 'captures/page/0', reason: 'Error: region away' },
    ]);
    await expect(region.run({ cursor: report.cursor })).rejects.toThrow('region away');
  });

  it('fails, and its cursor does not move, when a message cannot be sent', async () => {
    const refused = { putBack: () => Promise.reject(new InfrastructureError('refused twice')) };

    await expect(aRegion(pages).run({}, refused)).rejects.toThrow('refused twice');
  });
});

it('fails when it cannot be known whether the region is paused', async () => {
  const away = { isPaused: () => Promise.reject(new Error('table away')) };

  await expect(aRegion([[]]).run({}, away)).rejects.toThrow('table away');
});
