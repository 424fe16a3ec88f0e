import {
  type CaptureReference,
  captureId,
  MalformedCaptureError,
  parseCaptureKey,
} from '../../contracts/capture';
import type { ReconcileReport } from '../../contracts/reconcile';
import type { Clock } from '../shared/clock';
import { describeError } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import { type JudgedRecord, judgeCapture } from './judge-capture';
import type { ListedObject, ObjectPage } from './list-page';

/** One step over the objects of a region, defaults applied. */
export interface Step {
  region: string;
  bucket: string;
  /** Attempts that a capture of the region may have. */
  maxAttempts: number;
  /** Only objects stored at or after this, epoch ms. */
  since: number;
  /** Age from which an object, and whatever its record says, counts as old; seconds. */
  minAgeSeconds: number;
  /** Whether nothing is put back. */
  dryRun: boolean;
  /** The key after which to begin; absent for the first step. */
  cursor?: string;
  /** Epoch ms from which no further page is begun. */
  stopAt: number;
}

/** What a step works with. */
export interface StepDependencies {
  clock: Pick<Clock, 'now'>;
  log: Log;
  isPaused: () => Promise<boolean>;
  listPage: (after?: string) => Promise<ObjectPage>;
  /** Records by id; consistent. */
  readRecords: (ids: string[]) => Promise<Map<string, JudgedRecord>>;
  /** Rejects unless every one of them was sent. */
  putBack: (captures: CaptureReference[]) => Promise<void>;
}

type Counts = Pick<ReconcileReport, 'examined' | 'putBack' | 'exhausted'>;

/**
 * Compares objects with records, page by page until the time is used up, and puts back what nobody seems to hold. A page
 * that fails after others ends the step before it: what these have put back is counted, and the next step meets the trouble.
 * @throws what its first page fails with
 */
export async function reconcileStep(step: Step, deps: StepDependencies): Promise<ReconcileReport> {
  const report: ReconcileReport = { region: step.region, examined: 0, putBack: 0, exhausted: 0 };
  if (await deps.isPaused()) return { ...report, paused: true };
  const quietSince = deps.clock.now() - step.minAgeSeconds * 1000;
  const strangers: string[] = [];
  let { cursor } = step;
  do {
    try {
      const { objects, next } = await deps.listPage(cursor);
      add(report, await reconcilePage(objects, { ...step, quietSince }, deps, strangers));
      cursor = next;
    } catch (thrown) {
      if (cursor === step.cursor) throw thrown;
      deps.log.error('page failed', { region: step.region, cursor, reason: describeError(thrown) });
      break;
    }
  } while (cursor !== undefined && deps.clock.now() < step.stopAt);
  if (strangers.length > 0) {
    deps.log.warn('objects that are no captures', {
      region: step.region,
      count: strangers.length,
      first: strangers[0],
    });
  }
  return { ...report, ...(cursor === undefined ? {} : { cursor }) };
}

async function reconcilePage(
  objects: ListedObject[],
  step: Step & { quietSince: number },
  deps: StepDependencies,
  strangers: string[],
): Promise<Counts> {
  const old = objects.filter(
    ({ lastModified }) => lastModified >= step.since && lastModified <= step.quietSince,
  );
  const captures = old.flatMap((object) => captureOf(object, step) ?? []);
  const known = new Set(captures.map(({ key }) => key));
  strangers.push(...old.map(({ key }) => key).filter((key) => !known.has(key)));
  const records = await deps.readRecords(captures.map(({ id }) => id));
  const judged = captures.map((capture) => ({ capture, is: judgeCapture(records.get(capture.id), step) }));
  const unheld = judged.filter(({ is }) => is === 'UNHELD').map(({ capture }) => capture);
  if (!step.dryRun) await deps.putBack(unheld);
  return {
    examined: objects.length,
    putBack: unheld.length,
    exhausted: judged.filter(({ is }) => is === 'EXHAUSTED').length,
  };
}

/** The capture that an object is, or undefined. */
function captureOf(
  { key, size, eTag }: ListedObject,
  { region, bucket }: Step,
): CaptureReference | undefined {
  try {
    const { channel, principal, requestId } = parseCaptureKey(key);
    return { id: captureId(region, channel, requestId), channel, principal, region, bucket, key, size, eTag };
  } catch (thrown) {
    if (thrown instanceof MalformedCaptureError) return undefined;
    throw thrown;
  }
}

function add(report: ReconcileReport, counts: Counts): void {
  report.examined += counts.examined;
  report.putBack += counts.putBack;
  report.exhausted += counts.exhausted;
}
