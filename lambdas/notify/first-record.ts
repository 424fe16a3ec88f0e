import type { CaptureRecord } from '../../contracts/record';
import type { Clock } from '../shared/clock';

/** What finding the first of several equal messages works with. */
export interface FirstDependencies {
  readRecord: (id: string) => Promise<CaptureRecord | undefined>;
  clock: Clock;
}

/** Between two looks at a message that has not ended, milliseconds. */
const PAUSE_MS = 200;

/** Longest way from a DUPLICATE to its first: each step takes two that came at the same time, and a failure between them. */
const MAX_STEPS = 10;

/**
 * The record of the message that a DUPLICATE repeats, once that has ended; undefined when it has not by then.
 * @param until epoch ms of the last look
 */
export async function firstRecord(
  duplicate: CaptureRecord,
  until: number,
  { readRecord, clock }: FirstDependencies,
): Promise<CaptureRecord | undefined> {
  let id = duplicate.duplicateOf;
  for (let step = 0; id !== undefined && step < MAX_STEPS; ) {
    const record = await readRecord(id);
    if (record?.final && record.status !== 'DUPLICATE') return record;
    if (record?.final) {
      id = record.duplicateOf;
      step += 1;
    } else if (clock.now() + PAUSE_MS > until) return undefined;
    else await clock.sleep(PAUSE_MS);
  }
  return undefined;
}
