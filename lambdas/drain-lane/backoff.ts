import type { LaneSettings } from '../../contracts/environment';

/** Visibility timeout after the n-th failure, seconds: min(retryMax, retryBase · 2^(n − 1)). */
export function backoffSeconds(
  { retryBaseSeconds, retryMaxSeconds }: Pick<LaneSettings, 'retryBaseSeconds' | 'retryMaxSeconds'>,
  failures: number,
): number {
  return Math.min(retryMaxSeconds, retryBaseSeconds * 2 ** Math.max(0, failures - 1));
}

/**
 * Visibility timeout when somebody may hold the capture and nobody says until when, seconds: the execution's time-out and
 * two margins of a sixth, which is where the lease is over unless it was set by hand; longer after many receives.
 */
export function unknownOutcomeSeconds(settings: LaneSettings, receiveCount: number): number {
  const execution = settings.executionTimeoutSeconds;
  return Math.max(execution + 2 * Math.ceil(execution / 6), backoffSeconds(settings, receiveCount));
}
