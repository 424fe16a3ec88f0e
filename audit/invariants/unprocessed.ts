import type { StoredItem } from '../end-state';
import { type Evidence, errorNameOf, isTerminal, keyGroupOf, payloadOf } from '../evidence';
import { type Invariant, show } from '../invariant';

const IDEMPOTENCY_MISMATCH = 'IdempotencyMismatch';

/** Everything else may be tried again: while the payload is there, nothing is given up. */
export const failedForGoodHasNoObject: Invariant = {
  sentence: 'FAILED for good is only what has lost its payload.',
  *check({ records, objects }) {
    for (const [id, record] of records) {
      if (record.status === 'FAILED' && isTerminal(record) && objects.has(id))
        yield { id, seen: `FAILED for good, ${show(record.error)}, an object`, expected: 'no object' };
    }
  },
};

export const rejectedIsNamed: Invariant = {
  sentence:
    'REJECTED is only what its sender knows to be refused, or what has the Idempotency-Key of another payload.',
  *check({ records, rejected }) {
    for (const [id, record] of records) {
      if (record.status !== 'REJECTED' || isMismatch(record) || rejected.has(id)) continue;
      yield { id, seen: `REJECTED, ${show(record.error)}`, expected: 'another end' };
    }
  },
};

/**
 * The capture that it was held against may itself have lost the key later, to one with the payload of this one. But
 * somebody had the key last, and has ended by processing.
 */
export const mismatchHasAnother: Invariant = {
  sentence:
    'IdempotencyMismatch is only what has a key that came with another payload, too, and that another capture kept.',
  *check(evidence) {
    const groups = capturesByKey(evidence);
    for (const [id, record] of evidence.records) {
      if (!isMismatch(record)) continue;
      const captures = groups.get(keyGroupOf(record, evidence)) ?? [];
      const payload = payloadOf(evidence.objects.get(id));
      if (!captures.some((other) => payloadOf(evidence.objects.get(other.id)) !== payload))
        yield { id, seen: 'no capture of its key with another payload', expected: 'one' };
      else if (!captures.some((other) => other.status !== 'DUPLICATE' && !isMismatch(other)))
        yield { id, seen: 'every capture of its key has given way', expected: 'one that kept the key' };
    }
  },
};

const isMismatch = (record: StoredItem) =>
  record.status === 'REJECTED' && errorNameOf(record) === IDEMPOTENCY_MISMATCH;

function capturesByKey(evidence: Evidence): Map<string | undefined, StoredItem[]> {
  const groups = new Map<string | undefined, StoredItem[]>();
  for (const record of evidence.records.values()) {
    const group = keyGroupOf(record, evidence);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), record]);
  }
  return groups;
}
