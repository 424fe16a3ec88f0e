import type { CaptureRecord } from '../../contracts/record';

/** Members of a record that say whether somebody holds its capture. */
export const JUDGED = [
  'status',
  'attempts',
  'final',
  'claimedAt',
  'leaseExpiresAt',
  'completedAt',
  'unfinished',
] as const;
export type JudgedRecord = Pick<CaptureRecord, (typeof JUDGED)[number]>;

/**
 * What is known of a capture. DONE: its record is terminal. EXHAUSTED: it stands in the error queue, for a person. HELD:
 * by a lease, or probably by a message, since something happened to it of late. UNHELD: by nobody, as it seems.
 */
export type Judgement = 'DONE' | 'EXHAUSTED' | 'HELD' | 'UNHELD';

/** What a record is judged by. */
export interface Criteria {
  /** Attempts that a capture of the region may have. */
  maxAttempts: number;
  /** Epoch ms, never in the future; a record that was active later counts as held. */
  quietSince: number;
}

/**
 * Judges the capture of an old object. Without a record nobody has ever begun it. With one, the last claim, the end of its
 * lease (which is 0 after trouble of ours) or the end of its attempt is what it was last active: each time its
 * message was handed back, to come up again within seconds or minutes. An interrupted attempt goes on whatever its number.
 */
export function judgeCapture(
  record: JudgedRecord | undefined,
  { maxAttempts, quietSince }: Criteria,
): Judgement {
  if (!record) return 'UNHELD';
  if (record.final) return 'DONE';
  // The sweep takes it up when it is due, however long that is.
  if (record.unfinished) return 'HELD';
  if (record.status === 'FAILED' && record.attempts >= maxAttempts) return 'EXHAUSTED';
  const lastActive = Math.max(record.claimedAt, record.leaseExpiresAt, record.completedAt ?? 0);
  return lastActive > quietSince ? 'HELD' : 'UNHELD';
}
