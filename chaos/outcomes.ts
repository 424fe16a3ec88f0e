import type { EndState, StoredItem } from '../audit/end-state';
import { idOf } from '../audit/evidence';
import { type Finding, show } from '../audit/invariant';
import type { Kind } from './order';
import type { PlannedCapture } from './plan-captures';

/** How each kind ends where no Idempotency-Key is in play. */
const ENDS: Record<Kind, string> = {
  succeed: 'COMPLETED',
  slow: 'COMPLETED',
  throw: 'COMPLETED',
  crash: 'COMPLETED',
  hang: 'COMPLETED',
  reject: 'REJECTED RejectedError',
  poison: 'FAILED',
};

/** Further ends of captures with an Idempotency-Key. */
const GIVEN_WAY = ['DUPLICATE', 'REJECTED IdempotencyMismatch'];

/** A capture that is stored, answered or not. */
export interface StoredCapture extends PlannedCapture {
  /** Of its object, hex. */
  sha256: string;
}

/** What the stored payloads order, by capture id. Objects are known by their bytes. */
export function storedCaptures(
  { objects }: EndState,
  planned: Map<string, PlannedCapture>,
): Map<string, StoredCapture> {
  const stored = new Map<string, StoredCapture>();
  for (const object of objects) {
    const id = idOf(object);
    const capture = planned.get(object.sha256);
    if (id !== undefined && capture) stored.set(id, { ...capture, sha256: object.sha256 });
  }
  return stored;
}

/** Ids of the captures that no attempt completes. */
export function poisonIn(stored: Map<string, StoredCapture>): string[] {
  return [...stored].filter(([, { order }]) => order.kind === 'poison').map(([id]) => id);
}

/** Ids of the captures that the processor refuses. */
export function rejectedIn(stored: Map<string, StoredCapture>): string[] {
  return [...stored].filter(([, { order }]) => order.kind === 'reject').map(([id]) => id);
}

/** Records that did not end as their payload orders. What has a key may also give way to another capture. */
export function* unexpectedOutcomes(
  { items }: EndState,
  stored: Map<string, StoredCapture>,
): Generator<Finding> {
  const records = new Map(items.map((item) => [item.id, item]));
  for (const [id, capture] of stored) {
    const record = records.get(id);
    if (!record) continue;
    const { kind } = capture.order;
    const allowed = [ENDS[kind], ...(capture.idempotencyKey === undefined ? [] : GIVEN_WAY)];
    const seen = endOf(record);
    if (!allowed.includes(seen)) yield { id, seen, expected: `${kind}: ${allowed.join(' or ')}` };
    else if (seen === 'COMPLETED') yield* wrongResult(record, capture);
  }
}

function endOf({ status, error }: StoredItem): string {
  return status === 'REJECTED' ? `REJECTED ${(error as { name?: string } | undefined)?.name}` : `${status}`;
}

/** The processor saw the bytes that lie in the bucket, in the last attempt, which was to succeed. */
function* wrongResult({ id, attempts, result }: StoredItem, capture: StoredCapture): Generator<Finding> {
  const { attempt, sha256 } = JSON.parse(`${result}`) as { attempt: number; sha256: string };
  const { until = 0 } = capture.order;
  if (attempt <= until || attempt !== attempts)
    yield {
      id,
      seen: `completed in attempt ${attempt} of ${show(attempts)}`,
      expected: `the last, above ${until}`,
    };
  if (sha256 !== capture.sha256) yield { id, seen: `processed ${sha256}`, expected: capture.sha256 };
}
