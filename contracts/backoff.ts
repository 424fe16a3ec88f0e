import type { RetrySettings } from './environment';

/** Wait after the n-th failure, seconds: min(retryMax, retryBase · 2^(n − 1)). */
export function backoffSeconds(
  { retryBaseSeconds, retryMaxSeconds }: RetrySettings,
  failures: number,
): number {
  return Math.min(retryMaxSeconds, retryBaseSeconds * 2 ** Math.max(0, failures - 1));
}
