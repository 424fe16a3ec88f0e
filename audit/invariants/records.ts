import type { StoredItem } from '../end-state';
import { type Evidence, isExhausted, isTerminal } from '../evidence';
import { type Invariant, show } from '../invariant';

const TERMINAL = ['COMPLETED', 'REJECTED', 'DUPLICATE', 'FAILED'];

export const everyCaptureEnds: Invariant = {
  sentence: 'Every record is terminal, or FAILED and exhausted; none is PROCESSING.',
  *check({ records }) {
    for (const [id, record] of records) {
      const ended = isTerminal(record) ? TERMINAL.includes(`${record.status}`) : isExhausted(record);
      const { status, final, attempts } = record;
      if (!ended) yield { id, seen: show({ status, final, attempts }), expected: 'an end' };
    }
  },
};

/** The workflow counts its terminal writes: a second one has come past the fence. */
export const concludedOnce: Invariant = {
  sentence: 'Every terminal record was concluded exactly once, and no other was.',
  *check({ records }) {
    for (const [id, record] of records) {
      const expected = isTerminal(record) ? 1 : undefined;
      if (record.conclusions !== expected)
        yield { id, seen: `conclusions: ${show(record.conclusions)}`, expected: show(expected) };
    }
  },
};

/** What each status leaves in the record. A late write of another claim would leave more. */
const BELONGS: Record<string, { has: string[]; hasNot: string[] }> = {
  COMPLETED: { has: ['result'], hasNot: ['error', 'duplicateOf', 'attention'] },
  DUPLICATE: { has: ['duplicateOf'], hasNot: ['result', 'error', 'attention'] },
  REJECTED: { has: ['error', 'attention'], hasNot: ['result', 'duplicateOf'] },
  FAILED: { has: ['error', 'attention'], hasNot: ['result', 'duplicateOf'] },
};

export const recordHoldsWhatBelongs: Invariant = {
  sentence:
    'A record holds what its status says, and nothing of another: a result, an error, the first capture.',
  *check({ records }) {
    for (const [id, record] of records) {
      const { has, hasNot } = BELONGS[`${record.status}`] ?? { has: [], hasNot: [] };
      for (const name of has.filter((name) => record[name] === undefined))
        yield { id, seen: `${record.status} without ${name}`, expected: name };
      for (const name of hasNot.filter((name) => record[name] !== undefined))
        yield { id, seen: `${record.status} with ${name} ${show(record[name])}`, expected: `no ${name}` };
      const { attention, status } = record;
      if (attention !== undefined && attention !== status)
        yield { id, seen: `attention: ${show(attention)}`, expected: show(status) };
    }
  },
};

/** Trouble of ours never counts, and what the processor fails is tried as often as configured. */
export const attemptsWithinAllowance: Invariant = {
  sentence: 'Every capture had an attempt and at most those allowed; an exhausted one had them all.',
  *check(evidence) {
    for (const [id, record] of evidence.records) {
      const most = allowanceOf(record, evidence);
      const least = isExhausted(record) ? maxAttemptsOf(record, evidence) : 1;
      const attempts = Number(record.attempts);
      if (!(attempts >= least && attempts <= most))
        yield { id, seen: `attempts: ${show(record.attempts)}`, expected: `from ${least} to ${most}` };
    }
  },
};

/** Each move back from the error queue allows all attempts again. */
const allowanceOf = (record: StoredItem, evidence: Evidence) =>
  maxAttemptsOf(record, evidence) * (1 + evidence.redrives);

function maxAttemptsOf({ region }: StoredItem, { target }: Evidence): number {
  return target.ingest.find((ingest) => ingest.region === region)?.maxAttempts ?? 0;
}

/** The only item without an end: a pause lasts until an operator ends it. */
const DRAIN_CONTROL = 'control#drain';
/** In seconds the year 5138, in milliseconds 1973. */
const NO_SECONDS = 1e11;

export const everyItemExpires: Invariant = {
  sentence: 'Every item has a TTL, in epoch seconds, later than its claim.',
  *check({ state }) {
    for (const { id, expiresAt, claimedAt } of state.items) {
      if (id === DRAIN_CONTROL) continue;
      const claimed = typeof claimedAt === 'number' ? claimedAt / 1000 : 0;
      const right =
        Number.isInteger(expiresAt) && Number(expiresAt) > claimed && Number(expiresAt) < NO_SECONDS;
      if (!right) yield { id, seen: `expiresAt: ${show(expiresAt)}`, expected: `seconds above ${claimed}` };
    }
  },
};

/** Read by whether it is there: records hold STANDARD captures only so. */
export const nothingIsUnfinished: Invariant = {
  sentence: 'The sweep has nothing left to look after.',
  *check({ state }) {
    for (const { id, unfinished, dueAt } of state.items) {
      if (unfinished !== undefined || dueAt !== undefined)
        yield { id, seen: show({ unfinished, dueAt }), expected: 'neither' };
    }
  },
};
