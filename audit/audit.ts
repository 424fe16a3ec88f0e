import type { EndState } from './end-state';
import { type Evidence, evidenceOf, isExhausted } from './evidence';
import type { Violation } from './invariant';
import { INVARIANTS } from './invariants';
import type { Knowledge } from './knowledge';

/** What an audit found. Sound is what has no violation. */
export interface AuditReport {
  counts: AuditCounts;
  /** The first of each invariant. */
  violations: Violation[];
  /** How often each invariant is broken, by name; the sound ones are absent. */
  broken: Record<string, number>;
}

export interface AuditCounts {
  accepted: number;
  objects: number;
  records: number;
  /** Records by status. */
  statuses: Record<string, number>;
  /** FAILED records that may be tried again. */
  exhausted: number;
  errorMessages: number;
  /** Messages in queues that are drained. */
  waiting: number;
}

/** Violations that a report keeps of each invariant. */
const KEPT = 10;

/** Holds every invariant against the end state. */
export function audit(target: Evidence['target'], state: EndState, knowledge: Knowledge): AuditReport {
  const evidence = evidenceOf(target, state, knowledge);
  const violations: Violation[] = [];
  const broken: Record<string, number> = {};
  for (const [invariant, { check }] of Object.entries(INVARIANTS)) {
    for (const finding of check(evidence)) {
      broken[invariant] = (broken[invariant] ?? 0) + 1;
      if (broken[invariant] <= KEPT) violations.push({ invariant, ...finding });
    }
  }
  return { counts: countsOf(evidence), violations, broken };
}

/** Whether every invariant holds. */
export const isSound = ({ violations }: AuditReport) => violations.length === 0;

function countsOf({ state, accepted, records }: Evidence): AuditCounts {
  const statuses: Record<string, number> = {};
  let exhausted = 0;
  for (const record of records.values()) {
    const status = String(record.status);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (isExhausted(record)) exhausted += 1;
  }
  const captureQueues = state.queues.filter(({ queue }) => queue === 'capture');
  return {
    accepted: accepted.length,
    objects: state.objects.length,
    records: records.size,
    statuses,
    exhausted,
    errorMessages: state.errorMessages.length,
    waiting: captureQueues.reduce(
      (sum, { visible, delayed, inFlight }) => sum + visible + delayed + inFlight,
      0,
    ),
  };
}
