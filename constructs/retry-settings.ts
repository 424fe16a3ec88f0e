import type { Settings } from '../config/settings';
import type { RetrySettings } from '../contracts/environment';

/** The waits between attempts, as functions are told them. */
export function retrySettings({ processing }: Pick<Settings, 'processing'>): RetrySettings {
  return { retryBaseSeconds: processing.retryBaseSeconds, retryMaxSeconds: processing.retryMaxSeconds };
}
