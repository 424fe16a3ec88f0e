/** What only whoever sent the captures can know. */
export interface Knowledge {
  /** Every capture that was answered 202. The end state may hold more: an answer can be lost. */
  accepted: AcceptedCapture[];
  /** Ids of the captures that no number of attempts completes: only these may end in an error queue. */
  poison: Iterable<string>;
  /** Ids of the captures that may end as REJECTED, but for a repeated Idempotency-Key, which shows. @default none */
  rejected?: Iterable<string>;
  /** What was done on purpose that makes the end state differ. @default nothing */
  expected?: ExpectedDifferences;
}

/** A capture as it was sent, and the id that it was given. */
export interface AcceptedCapture {
  id: string;
  /** Bytes. */
  size: number;
  /** Of the bytes that were sent, hex. */
  sha256: string;
}

/** Differences that a test or an operator made. */
export interface ExpectedDifferences {
  /** How often error queues were moved back: each time allows every capture all its attempts again. @default 0 */
  redrives?: number;
  /** Messages in error queues that name no capture. @default 0 */
  unparseable?: number;
}
