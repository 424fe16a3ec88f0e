import { backoffSeconds } from '../../contracts/backoff';
import type { LaneSettings } from '../../contracts/environment';
import type { Held, ProcessingInput, ProcessingOutcome } from '../../contracts/processing';
import type { Clock } from '../shared/clock';
import type { Disposal } from './settle-message';
import { unknownOutcomeSeconds } from './unknown-outcome';
import { waitForAnswer } from './wait-for-answer';

/** How one capture of a message ended. */
export interface SettledCapture {
  capture: ProcessingInput;
  outcome: ProcessingOutcome | Held;
}

export interface CombineDependencies {
  settings: LaneSettings;
  clock: Pick<Clock, 'now'>;
}

/**
 * One disposal for all captures of a message. It is done with only when every capture is; until then it waits for the
 * slowest of them. No captures: done.
 */
export function combineOutcomes(
  settled: SettledCapture[],
  receiveCount: number,
  deps: CombineDependencies,
): Disposal {
  const waits = settled.map(({ outcome }) => waitFor(outcome, receiveCount, deps));
  const seconds = waits.filter((wait) => wait !== 'DONE');
  return seconds.length > 0 ? { action: 'RELEASE', seconds: Math.max(...seconds) } : done(settled);
}

/** Seconds until the capture is worth another look. */
function waitFor(
  outcome: ProcessingOutcome | Held,
  receiveCount: number,
  { settings, clock }: CombineDependencies,
): number | 'DONE' {
  switch (outcome.outcome) {
    case 'TERMINAL':
    case 'EXHAUSTED':
      return waitForAnswer(outcome);
    case 'HELD':
      return 'DONE';
    case 'RETRY':
      return backoffSeconds(settings, outcome.attempts);
    case 'IN_FLIGHT':
      return Math.max(1, Math.ceil((outcome.leaseExpiresAt - clock.now()) / 1000));
    case 'LOST':
      // Another claim has the record by now.
      return unknownOutcomeSeconds(settings, receiveCount);
  }
}

/** Exhausted captures go to the error queue, with the whole message: those that are terminal stay so. */
function done(settled: SettledCapture[]): Disposal {
  for (const { capture, outcome } of settled) {
    if (outcome.outcome !== 'EXHAUSTED') continue;
    const { name, message } = outcome.error;
    return {
      action: 'MOVE',
      reason: { id: capture.id, attempts: outcome.attempts, reason: `${name}: ${message}` },
    };
  }
  return { action: 'DELETE' };
}
