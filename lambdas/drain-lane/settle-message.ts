import { backoffSeconds } from '../../contracts/backoff';
import type { LaneSettings } from '../../contracts/environment';
import type { Held, ProcessingInput, ProcessingOutcome } from '../../contracts/processing';
import type { Clock } from '../shared/clock';
import { describeError, InfrastructureError } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import type { MoveReason } from '../shared/error-queue';
import { combineOutcomes, type SettledCapture } from './combine-outcomes';
import type { QueuedMessage } from './lane-queue';
import { type CaptureScope, UnparseableMessageError } from './unparseable-message';
import type { StartProcessing } from './start-processing';
import { unknownOutcomeSeconds } from './unknown-outcome';
import { waitForAnswer } from './wait-for-answer';

/** What becomes of a message. `stoppedBy` names the trouble of ours for which the lane stops receiving. */
export type Disposal = { stoppedBy?: string } & (
  | { action: 'DELETE' }
  | { action: 'MOVE'; reason: MoveReason }
  | { action: 'RELEASE'; seconds: number }
);

/**
 * The captures that a message brings, each with an object that has it.
 * @throws UnparseableMessageError for what nobody can read; InfrastructureError when it cannot be stored
 */
export type ReadCaptures = (message: QueuedMessage, scope: CaptureScope) => Promise<ProcessingInput[]>;

/** What settling a message works with. */
export interface SettleDependencies {
  settings: LaneSettings;
  readCaptures: ReadCaptures;
  startProcessing: StartProcessing;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** What a lane's messages have in common. */
export interface LaneScope {
  region: string;
  bucket: string;
  maxAttempts: number;
  /** Epoch ms by which executions must have ended. */
  finishBy: number;
}

/** An execution's own time-out fires first; the second is for the way there and back. */
const CLIENT_GRACE_MS = 1000;

/** Processes what a message names, one capture after the other, and says what becomes of the message. */
export async function settleMessage(
  message: QueuedMessage,
  lane: LaneScope,
  deps: SettleDependencies,
): Promise<Disposal> {
  let captures: ProcessingInput[];
  try {
    const { region, bucket } = lane;
    const maxAttempts = message.earlierAttempts + lane.maxAttempts;
    captures = await deps.readCaptures(message, { region, bucket, maxAttempts });
  } catch (thrown) {
    if (thrown instanceof UnparseableMessageError) return refuse(message, thrown, lane, deps);
    return trouble(message, undefined, thrown, deps);
  }
  const outcomes: SettledCapture[] = [];
  for (const capture of captures) {
    const timeoutMs = timeLeft(lane, deps);
    if (timeoutMs === undefined) return { action: 'RELEASE', seconds: 0 };
    try {
      const outcome = await deps.startProcessing(capture, timeoutMs);
      deps.log.info('capture settled', { id: capture.id, outcome: outcome.outcome });
      warnUnanswered(capture, outcome, deps.log);
      outcomes.push({ capture, outcome });
    } catch (thrown) {
      return trouble(message, capture.id, thrown, deps);
    }
  }
  return combineOutcomes(outcomes, message.receiveCount, deps);
}

/** By this an operator sees that the answers fail, and which clients never had theirs. */
function warnUnanswered({ id }: ProcessingInput, outcome: ProcessingOutcome | Held, log: Log): void {
  if (!('unanswered' in outcome)) return;
  log.warn(waitForAnswer(outcome) === 'DONE' ? 'client never answered' : 'client not answered yet', { id });
}

/** Nobody can read it, ours or not: a person has to see it, after as many receives as a capture has attempts. */
function refuse(
  message: QueuedMessage,
  error: UnparseableMessageError,
  lane: LaneScope,
  deps: SettleDependencies,
): Disposal {
  deps.log.warn('unparseable message', { reason: error.message, receiveCount: message.receiveCount });
  if (message.receiveCount < lane.maxAttempts) {
    return { action: 'RELEASE', seconds: backoffSeconds(deps.settings, message.receiveCount) };
  }
  return { action: 'MOVE', reason: { reason: describeError(error) } };
}

/** Milliseconds that an execution may take now, or undefined when the lane would end before it. */
function timeLeft(lane: LaneScope, { settings, clock }: SettleDependencies): number | undefined {
  const left = lane.finishBy - clock.now();
  const execution = settings.executionTimeoutSeconds * 1000;
  return left < execution ? undefined : Math.min(left, execution + CLIENT_GRACE_MS);
}

/**
 * Released with a wait that grows with its receives. An outage costs a message one receive per wait; the queue's
 * `maxReceiveCount`, by default 1,000, lasts ten days of the longest wait, 900 s.
 */
function trouble(
  message: QueuedMessage,
  id: string | undefined,
  thrown: unknown,
  { settings, log }: SettleDependencies,
): Disposal {
  const stoppedBy = describeError(thrown);
  log.error('infrastructure error', { id, reason: stoppedBy });
  // Only an InfrastructureError says that nothing is running.
  const wait = thrown instanceof InfrastructureError ? backoffSeconds : unknownOutcomeSeconds;
  return { action: 'RELEASE', seconds: wait(settings, message.receiveCount), stoppedBy };
}
