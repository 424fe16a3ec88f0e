import type { CaptureReference } from './capture';
import type { QueueKind } from './naming';
import type { RecordedError, RecordStatus } from './record';

/**
 * Input of a processing execution. Holds nothing that differs between two deliveries of the same capture
 * (no event time, no sequencer), so that equal captures make equal executions.
 */
export interface ProcessingInput extends CaptureReference {
  /** Attempts this capture may have in all; raised when it comes back from the error queue. */
  maxAttempts: number;
}

/** Event of the Claim function. */
export interface ClaimRequest {
  capture: ProcessingInput;
  /** `$$.Execution.Id` */
  claim: string;
}

/**
 * What Claim found. Everything but CLAIMED ends the execution with this as its output. `again`: the claim was this execution's
 * before. `answerTries`: of a WebSocket message that has ended and whose client has no answer, so far as is known: deliveries that
 * have found it so, with this one.
 */
export type ClaimResult =
  | { outcome: 'CLAIMED'; attempt: number; again?: true }
  | { outcome: 'TERMINAL'; status: RecordStatus; answerTries?: number }
  | { outcome: 'IN_FLIGHT'; leaseExpiresAt: number }
  | { outcome: 'EXHAUSTED'; attempts: number; error: RecordedError; answerTries?: number };

/** Event of the Process function, or the plan's question whether it can run at all. */
export interface ProcessRequest extends ClaimRequest {
  attempt: number;
}
export interface ProbeRequest {
  probe: true;
}

/**
 * What Process concluded; the workflow writes it to the record, fenced by the claim. Numbers that go straight into a
 * DynamoDB attribute value (`N`) are strings, and `receivedAt` is `'0'` when the object was gone.
 */
export type ProcessResult = { completedAt: string; receivedAt: string } & (
  | { status: 'COMPLETED'; result: string }
  | { status: 'REJECTED'; error: RecordedError }
  | { status: 'FAILED'; error: RecordedError }
  | { status: 'DUPLICATE'; duplicateOf: string }
);

/** Event of the Fail function: the error that Step Functions caught, and in which attempt. */
export interface FailRequest extends ProcessRequest {
  /** 0 when Claim itself failed: whether anything was claimed is not known. */
  attempt: number;
  error: { Error: string; Cause?: string };
}

/** What Fail recorded. LOST: another claim owns the record by now, and nothing was written. */
export type FailResult =
  | { outcome: 'RETRY'; attempts: number; error: RecordedError }
  | { outcome: 'EXHAUSTED'; attempts: number; error: RecordedError }
  | { outcome: 'INFRASTRUCTURE'; error: RecordedError }
  | { outcome: 'LOST' };

/** Event of the Notify function: a WebSocket message that has ended, for good or until somebody moves it back. */
export interface NotifyRequest {
  capture: ProcessingInput;
}

/**
 * What Notify did. GONE: the connection is closed, and there is nobody to answer. NOTHING: the client has its answer already, or the
 * record says that there is none to give yet.
 */
export type NotifyResult = { outcome: 'ANSWERED' | 'GONE' | 'NOTHING' };

/** An execution of a STANDARD workflow runs, or the sweep starts the next one when it is due: no message is needed any more. */
export interface Held {
  outcome: 'HELD';
}

/**
 * Output of a SUCCEEDED processing execution. FAILED, TIMED_OUT and no answer all mean: trouble of ours. `unanswered`: Notify failed,
 * so that nobody knows whether the message's client has its answer.
 */
export type ProcessingOutcome = (
  | Exclude<ClaimResult, { outcome: 'CLAIMED' }>
  | Exclude<FailResult, { outcome: 'INFRASTRUCTURE' }>
) & { unanswered?: true };

/** Most lanes of a drain for each kind of queue: an inline Map runs 40 iterations at once (AWS Step Functions Developer Guide, "Using Map state"). */
export const MAX_LANES = 40;

/** Event of one drain lane. */
export interface LaneRequest {
  region: string;
  /** Which of the region's queues it drains. */
  queue: QueueKind;
  /** Attempts a capture of this region may have. */
  maxAttempts: number;
}

/** Event of the sweep. */
export interface SweepRequest {
  /** Regions that an operator has paused: their captures are left alone. */
  paused: string[];
}

/** What a sweep did, for the drain's log. */
export interface SweepReport {
  /** Captures whose attempt was started, or goes on, in a new execution. */
  started: number;
  /** Captures whose attempts are exhausted: copied to the error queue of their region. */
  movedToErrorQueue: number;
  /** Captures that are left for a later sweep. */
  left: number;
  /** Present when an infrastructure error ended the sweep: which one. */
  stoppedBy?: string;
}

/** Output of the plan. */
export interface LanePlan {
  /** Lanes of the capture queues. */
  lanes: LaneRequest[];
  /** Lanes of the message queues. */
  messageLanes: LaneRequest[];
  /** Events of the sweeps of this drain: one, or none when the lanes are withheld. */
  sweeps: SweepRequest[];
  /** Present when the probe of the centre failed: why there are no lanes. */
  withheld?: string;
  /** Present when an operator has paused regions: those of this drain that get no lane. */
  paused?: string[];
}

/** What a lane did, for the drain's log. */
export interface LaneReport {
  region: string;
  queue: QueueKind;
  received: number;
  deleted: number;
  released: number;
  movedToErrorQueue: number;
  /** Present when an infrastructure error stopped the lane: which one. */
  stoppedBy?: string;
}

/**
 * Message attributes of a capture in the error queue. They survive a move back, and `attempts` there raises what the
 * capture may have: a redriven capture starts afresh.
 */
export const ERROR_ATTRIBUTES = {
  reason: 'pillarbox.reason',
  attempts: 'pillarbox.attempts',
  id: 'pillarbox.id',
} as const;
