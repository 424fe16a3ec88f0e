import type { StoredItem } from '../end-state';
import { type Evidence, isExhausted, isTerminal, keyGroupOf, payloadOf } from '../evidence';
import { type Finding, type Invariant, show } from '../invariant';

/**
 * A capture is a DUPLICATE of one that was under way; if that one fails meanwhile and a third takes over the key, it
 * ends as a DUPLICATE itself. So the way to the first may have more than one step, but it has an end.
 */
export const duplicateLeadsToFirst: Invariant = {
  sentence:
    'A DUPLICATE leads to a capture of its channel, principal, Idempotency-Key and payload that has ended and is none.',
  *check(evidence) {
    for (const [id, record] of evidence.records) {
      if (record.status !== 'DUPLICATE') continue;
      const finding = followed(id, record, evidence);
      if (finding) yield { id, ...finding };
    }
  },
};

function followed(id: string, record: StoredItem, evidence: Evidence): Omit<Finding, 'id'> | undefined {
  const { records } = evidence;
  const passed = [id];
  for (let next = record.duplicateOf as string; ; ) {
    const first = records.get(next);
    if (!first) return { seen: `${passed.join(' → ')} → no record of ${show(next)}`, expected: 'a record' };
    const different = differenceOf(record, first, evidence);
    if (different) return different;
    if (first.status !== 'DUPLICATE') {
      const ended = isTerminal(first) || isExhausted(first);
      return ended
        ? undefined
        : { seen: `${next}, ${show(first.status)}`, expected: 'a capture that has ended' };
    }
    if (passed.includes(next))
      return { seen: `${passed.join(' → ')} → ${next}`, expected: 'a first capture' };
    passed.push(next);
    next = first.duplicateOf as string;
  }
}

/** What makes them two requests of their client: only the same key makes them one, and the lack of it is none. */
function differenceOf(
  record: StoredItem,
  first: StoredItem,
  evidence: Evidence,
): Omit<Finding, 'id'> | undefined {
  const key = keyGroupOf(record, evidence);
  if (key === undefined) return { seen: 'no Idempotency-Key', expected: 'a key' };
  const other = keyGroupOf(first, evidence);
  if (other !== key) return { seen: `${first.id} of ${show(other)}`, expected: key };
  const { objects } = evidence;
  return payloadOf(objects.get(first.id)) === payloadOf(objects.get(record.id))
    ? undefined
    : { seen: `${first.id} with another payload`, expected: 'the same payload' };
}

export const keyIsCompletedOnce: Invariant = {
  sentence: 'Of the captures of one principal with one Idempotency-Key at most one is COMPLETED.',
  *check(evidence) {
    const completed = new Map<string, string>();
    for (const [id, record] of evidence.records) {
      const group = keyGroupOf(record, evidence);
      if (group === undefined || record.status !== 'COMPLETED') continue;
      const other = completed.get(group);
      if (other !== undefined)
        yield { id, seen: `COMPLETED, and so is ${other}`, expected: `one for ${group}` };
      completed.set(group, id);
    }
  },
};

export const keyHolderIsACapture: Invariant = {
  sentence:
    'Every idempotency item names a capture of its channel and principal that has a record, and its payload.',
  *check({ keyHolders, records }) {
    for (const { id, captureId, eTag, size } of keyHolders) {
      const record = records.get(`${captureId}`);
      const [, channel, principal] = id.split('#');
      const expected = show({ channel, principal, eTag, size });
      const seen = record
        ? show({ channel: record.channel, principal: record.principal, eTag: record.eTag, size: record.size })
        : `no record of ${show(captureId)}`;
      if (seen !== expected) yield { id, seen, expected };
    }
  },
};
