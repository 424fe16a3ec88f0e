import type { ProcessingInput, SweepReport, SweepRequest } from '../../contracts/processing';
import type { Clock } from '../shared/clock';
import { describeError, InfrastructureError } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import type { DueRecord } from './due-records';

/** What a sweep works with. */
export interface SweepDependencies {
  clock: Pick<Clock, 'now'>;
  log: Log;
  /** Pages of records that are due at a time, epoch ms. */
  dueRecords: (at: number) => AsyncIterable<DueRecord[]>;
  /** Starts the next execution of a capture, or finds that there is nothing to start. */
  start: (capture: ProcessingInput) => Promise<unknown>;
  /** Takes an exhausted capture to the error queue; false when somebody else is at it. */
  exhaust: (record: DueRecord) => Promise<boolean>;
}

/** Captures taken up at the same time: a start is four round trips. */
const AT_ONCE = 10;

/**
 * Takes up what is due: an interrupted or failed attempt is started again, what is exhausted goes to its error queue. One
 * that fails keeps no other from its turn; what would meet every other as well ends the sweep, and the next drain goes on.
 * @param stopAt epoch ms from which nothing more is begun
 */
export async function sweepCaptures(
  { paused }: SweepRequest,
  stopAt: number,
  deps: SweepDependencies,
): Promise<SweepReport> {
  const report: SweepReport = { started: 0, movedToErrorQueue: 0, left: 0 };
  const away = new Set<string>();
  const goesOn = () => report.stoppedBy === undefined && deps.clock.now() < stopAt;
  try {
    for await (const page of deps.dueRecords(deps.clock.now())) {
      const records = page.filter(({ region }) => !paused.includes(region));
      report.left += page.length - records.length;
      await sharedOut(records, async (record) => {
        if (goesOn()) await takeUp(record, { ...deps, report, away });
        else report.left += 1;
      });
      if (!goesOn()) break;
    }
  } catch (thrown) {
    report.stoppedBy ??= describeError(thrown);
  }
  return report;
}

async function sharedOut<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** One sweep under way. */
interface Sweep extends SweepDependencies {
  report: SweepReport;
  /** Regions whose error queue has failed: the others that go there need not find out each for itself. */
  away: Set<string>;
}

async function takeUp(record: DueRecord, sweep: Sweep): Promise<void> {
  const { report, log } = sweep;
  try {
    if (record.status === 'FAILED' && record.attempts >= record.maxAttempts) {
      await moveToErrorQueue(record, sweep);
      return;
    }
    await sweep.start(inputOf(record));
    report.started += 1;
    log.info('capture taken up', { id: record.id, status: record.status });
  } catch (thrown) {
    report.left += 1;
    const reason = describeError(thrown);
    log.error('capture left for the next sweep', { id: record.id, reason });
    // A region's queue that is away is trouble of that region; Step Functions that refuses is everybody's.
    if (thrown instanceof InfrastructureError) report.stoppedBy ??= reason;
  }
}

async function moveToErrorQueue(record: DueRecord, { report, away, exhaust }: Sweep): Promise<void> {
  if (away.has(record.region)) {
    report.left += 1;
    return;
  }
  try {
    if (await exhaust(record)) report.movedToErrorQueue += 1;
  } catch (thrown) {
    away.add(record.region);
    throw thrown;
  }
}

/** As a lane makes it from S3's event: equal captures make equal executions. */
function inputOf(record: DueRecord): ProcessingInput {
  const { id, channel, principal, region, bucket, key, size, eTag, maxAttempts } = record;
  return { id, channel, principal, region, bucket, key, size, eTag, maxAttempts };
}
