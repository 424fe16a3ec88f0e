import type { CaptureReference } from './capture';

/** The record of a capture in the central table: its one truth about processing. */

export type RecordStatus = 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'REJECTED' | 'DUPLICATE';

/** Why a capture failed or was rejected. */
export interface RecordedError {
  name: string;
  message: string;
}

/**
 * One item of the records table. Partition key `id`.
 *
 * A record is *terminal* when `final` is set (COMPLETED, REJECTED, DUPLICATE, or FAILED for good), and *exhausted*
 * when it FAILED with as many attempts as the capture may have. Exhausted captures stand in the error queue and can
 * be tried again by moving them back.
 */
export interface CaptureRecord extends CaptureReference {
  status: RecordStatus;
  /** Attempts started so far. One that trouble of ours interrupted goes on under another claim, and counts once. */
  attempts: number;
  /** Execution id that holds, or held last, the right to write this record. */
  claim: string;
  /** Until when the claim is respected while PROCESSING, epoch ms. */
  leaseExpiresAt: number;
  /** Epoch ms at which the current or last claim was made. */
  claimedAt: number;
  /** Epoch ms at which the gateway received the capture; known once the object was read. */
  receivedAt?: number;
  /** Epoch ms at which the last attempt ended. */
  completedAt?: number;
  /** In a STANDARD workflow: claims so far. Each is of an execution of its own, `<id>.<runs>` unless somebody else named it. */
  runs?: number;
  /** Set once, by the one claim that ended the capture. */
  final?: true;
  /** Terminal writes so far: absent until the capture ends, 1 ever after. More would mean that the fence is broken. */
  conclusions?: number;
  /** The processor's result as JSON text, at most 100 KB. */
  result?: string;
  error?: RecordedError;
  /** Id of the capture that this one repeats. */
  duplicateOf?: string;
  /** Key of the sparse index for people: the status, while FAILED or REJECTED. */
  attention?: 'FAILED' | 'REJECTED';
  /**
   * Key of the sparse index for the sweep: present from the first claim to the end in a STANDARD workflow, where no message
   * waits any more.
   */
  unfinished?: typeof UNFINISHED;
  /** While unfinished: epoch ms from which the sweep takes the capture up, if it is still as it is. */
  dueAt?: number;
  /** While unfinished: attempts that the capture may have in all. */
  maxAttempts?: number;
  /** Of a WebSocket message: the attempts it had had when its client was last answered, or its connection found gone. */
  answered?: number;
  /** Of a WebSocket message that has ended: deliveries since that found its client not answered. A further attempt begins anew. */
  answerTries?: number;
  /** TTL, epoch seconds. */
  expiresAt: number;
}

/** The one value of {@link CaptureRecord.unfinished}. */
export const UNFINISHED = 'STANDARD';

/** Who holds an idempotency key. Same table, `id` = {@link idempotencyItemId}. */
export interface IdempotencyItem {
  id: string;
  captureId: string;
  /** Execution id of the attempt that wrote the item last: fences takeovers against retries. */
  claim: string;
  eTag: string;
  size: number;
  expiresAt: number;
}

/** `idempotency#<channel>#<principal>#<sha256 of the key, hex>` */
export function idempotencyItemId(channel: string, principal: string, keySha256: string): string {
  return `idempotency#${channel}#${principal}#${keySha256}`;
}

/** Largest result that a record keeps, bytes of JSON (a DynamoDB item holds 400 KB). */
export const MAX_RESULT_BYTES = 100 * 1024;
