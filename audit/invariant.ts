import type { Evidence } from './evidence';

/** What must be true of every end state, and how to find where it is not. */
export interface Invariant {
  /** One sentence, for people. */
  sentence: string;
  /** Everything that breaks it. */
  check(evidence: Evidence): Iterable<Finding>;
}

/** One thing that is not as it must be. */
export interface Finding {
  /** Capture, item, object, queue or message that it is about. */
  id: string;
  seen: string;
  expected: string;
}

/** A finding, and the name of the invariant that it breaks. */
export interface Violation extends Finding {
  invariant: string;
}

/** A value as a finding shows it, cut to 200 characters. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
