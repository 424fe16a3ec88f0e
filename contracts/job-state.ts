import type { RecordedError, RecordStatus } from './record';

/** What `GET /jobs/{jobId}` answers: a capture of any channel, as its principal sees it. */
export interface JobState {
  id: string;
  channel: string;
  region: string;
  /**
   * CAPTURED: stored, and nobody has begun it. FAILED may be tried again, by itself while attempts are left; the other ends are
   * final.
   */
  status: RecordStatus | 'CAPTURED';
  /** Attempts started so far. */
  attempts: number;
  /** When the gateway received it, ISO 8601. */
  receivedAt?: string;
  /** When the last attempt ended, ISO 8601. */
  completedAt?: string;
  /** What was submitted, of a job whose object is still there. */
  parameters?: unknown;
  /** What the processor returned. */
  result?: unknown;
  error?: RecordedError;
  /** Id of the capture that this one repeats. */
  duplicateOf?: string;
}
