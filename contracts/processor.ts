import type { Readable } from 'node:stream';

/** What a processor is given. */
export interface Capture {
  /** Unique across regions; with `attempt` the thing to be idempotent by. */
  id: string;
  /**
   * 1 for the first attempt, one more after each that failed. An attempt that was interrupted by trouble of the
   * infrastructure goes on: user code sees the same number again.
   */
  attempt: number;
  channel: string;
  principal: string;
  region: string;
  /** The object's own content type. */
  contentType?: string;
  /** Bytes. */
  size: number;
  /** Epoch ms. */
  receivedAt: number;
  idempotencyKey?: string;
  /** The payload, read once. Nothing forces it into memory. */
  body: Readable;
}

/**
 * The user's code for one channel. What it returns becomes the record's `result` (JSON, at most 100 KB).
 * Throwing {@link RejectedError} ends the capture as REJECTED; any other error is retried.
 */
export type Processor = (capture: Capture) => Promise<unknown>;

/** Thrown by a processor to refuse a capture for good: REJECTED, no retry. */
export class RejectedError extends Error {
  override readonly name = 'RejectedError';
}
