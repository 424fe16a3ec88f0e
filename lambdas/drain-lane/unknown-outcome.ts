import { backoffSeconds } from '../../contracts/backoff';
import type { LaneSettings } from '../../contracts/environment';

/**
 * Visibility timeout when somebody may hold the capture and nobody says until when, seconds: the execution's time-out and
 * two margins of a sixth, which is where the lease is over unless it was set by hand; longer after many receives.
 */
export function unknownOutcomeSeconds(settings: LaneSettings, receiveCount: number): number {
  const execution = settings.executionTimeoutSeconds;
  return Math.max(execution + 2 * Math.ceil(execution / 6), backoffSeconds(settings, receiveCount));
}
