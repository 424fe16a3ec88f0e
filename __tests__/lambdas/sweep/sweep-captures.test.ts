import type { ProcessingInput } from '../../../contracts/processing';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import type { DueRecord } from '../../../lambdas/sweep/due-records';
import { type SweepDependencies, sweepCaptures } from '../../../lambdas/sweep/sweep-captures';
import { aJob, aRecord, REGION } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { RecordedLog } from '../../helpers/recorded-log';

const due = (overrides: Partial<DueRecord> = {}): DueRecord => ({
  ...aRecord(aJob()),
  unfinished: 'STANDARD',
  dueAt: 1,
  maxAttempts: 3,
  ...overrides,
});

const clock = new ManualClock(1_000_000);
const STOP_AT = clock.now() + 30_000;

async function sweep(
  pages: DueRecord[][],
  overrides: Partial<SweepDependencies> = {},
  paused: string[] = [],
) {
  const started: ProcessingInput[] = [];
  const exhausted: string[] = [];
  const report = await sweepCaptures({ paused }, STOP_AT, {
    clock,
    log: new RecordedLog(),
    dueRecords: async function* () {
      yield* pages;
    },
    start: async (capture) => {
      started.push(capture);
    },
    exhaust: async ({ id }) => exhausted.push(id) > 0,
    ...overrides,
  });
  return { report, started, exhausted };
}

it('takes up what is due, page after page, with the allowance that the record tells', async () => {
  const interrupted = due();
  const failed = due({ status: 'FAILED', attempts: 5, maxAttempts: 6 });

  const { report, started, exhausted } = await sweep([[interrupted], [failed]]);

  expect(report).toEqual({ started: 2, movedToErrorQueue: 0, left: 0 });
  const { id, channel, principal, region, bucket, key, size, eTag } = failed;
  // The very text that a lane's notification makes: equal captures make equal executions.
  expect(JSON.stringify(started[1])).toBe(
    JSON.stringify({ id, channel, principal, region, bucket, key, size, eTag, maxAttempts: 6 }),
  );
  expect(exhausted).toEqual([]);
});

it('takes an exhausted capture to its error queue, but not an interrupted last attempt', async () => {
  const exhausted = due({ status: 'FAILED', attempts: 3 });
  const last = due({ status: 'PROCESSING', attempts: 3 });

  const result = await sweep([[exhausted, last]]);

  expect(result.report).toEqual({ started: 1, movedToErrorQueue: 1, left: 0 });
  expect(result.exhausted).toEqual([exhausted.id]);
  expect(result.started.map(({ id }) => id)).toEqual([last.id]);
});

it('does not count what another sweep takes to the error queue', async () => {
  const { report } = await sweep([[due({ status: 'FAILED', attempts: 3 })]], { exhaust: async () => false });

  expect(report).toEqual({ started: 0, movedToErrorQueue: 0, left: 0 });
});

it('leaves the captures of a paused region alone', async () => {
  const { report, started } = await sweep([[due(), due({ region: 'us-east-1' })]], {}, [REGION]);

  expect(started.map(({ region }) => region)).toEqual(['us-east-1']);
  expect(report).toMatchObject({ started: 1, left: 1 });
});

it('one that cannot be taken up keeps no other from its turn', async () => {
  const records = [due(), due(), due()];
  const log = new RecordedLog();

  const { report } = await sweep([records], {
    log,
    start: async ({ id }) => {
      if (id === records[1]?.id) throw new Error('a region is away');
    },
  });

  expect(report).toEqual({ started: 2, movedToErrorQueue: 0, left: 1 });
  expect(log.lines).toContainEqual(
    expect.objectContaining({ id: records[1]?.id, reason: 'Error: a region is away' }),
  );
});

it('an error queue that is away is asked no more in this sweep, and holds up no job of another region', async () => {
  const exhausted = (region: string) => due({ region, status: 'FAILED', attempts: 3 });
  const pages = [
    [exhausted('us-east-1'), ...Array.from({ length: 50 }, () => exhausted(REGION))],
    [exhausted(REGION), exhausted('us-east-1'), due()],
  ];
  const asked: string[] = [];

  const { report, started } = await sweep(pages, {
    exhaust: async ({ region }) => {
      asked.push(region);
      if (region === REGION) throw new Error('away');
      return true;
    },
  });

  expect(report).toEqual({ started: 1, movedToErrorQueue: 2, left: 51 });
  expect(started).toHaveLength(1);
  // Those that were under way at the same time.
  expect(asked.filter((region) => region === REGION).length).toBeLessThanOrEqual(10);
});

it('trouble that the others would meet, too, ends the sweep', async () => {
  const pages = Array.from({ length: 3 }, () => Array.from({ length: 20 }, () => due()));
  let calls = 0;

  const { report } = await sweep(pages, {
    start: async () => {
      calls += 1;
      throw new InfrastructureError('StartExecution: throttled');
    },
  });

  // Those that were under way at the same time.
  expect(calls).toBeLessThanOrEqual(10);
  expect(report).toEqual({
    started: 0,
    movedToErrorQueue: 0,
    left: 20,
    stoppedBy: 'InfrastructureError: StartExecution: throttled',
  });
});

it('begins nothing more when its time is up', async () => {
  const late = new ManualClock(STOP_AT);

  const { report, started } = await sweep([[due()], [due()]], { clock: late });

  expect(started).toEqual([]);
  expect(report).toEqual({ started: 0, movedToErrorQueue: 0, left: 1 });
});

it('an index that does not answer is told, not thrown', async () => {
  const { report } = await sweep([], {
    dueRecords: () => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('table away')) }),
    }),
  });

  expect(report).toEqual({ started: 0, movedToErrorQueue: 0, left: 0, stoppedBy: 'Error: table away' });
});
