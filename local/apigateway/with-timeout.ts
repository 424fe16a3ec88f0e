import { GatewayError } from './gateway-error';

/**
 * Waits for a backend as long as its integration allows.
 * @param work is told by its signal when nobody waits for it any more
 * @throws GatewayError INTEGRATION_TIMEOUT (504), or what the work throws
 */
export async function withTimeout<T>(
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new GatewayError('INTEGRATION_TIMEOUT'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(abort.signal), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
