import { InfrastructureError } from '../shared/infrastructure-error';

/**
 * What the function keeps for its answer, milliseconds. Ended by its time-out instead, it would be taken for user code
 * that does not come to an end.
 */
const END_MARGIN_MS = 500;

/** Aborted when a function that may run so many milliseconds more has just time left to answer. */
export function endingSignal(remainingMs: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, remainingMs - END_MARGIN_MS));
}

/**
 * Waits for work of ours, but not past the function's end.
 * @throws InfrastructureError when the end comes first; what the work throws
 */
export async function beforeEnd<T>(work: Promise<T>, ending: AbortSignal): Promise<T> {
  let onEnding = () => {};
  const ended = new Promise<never>((_, reject) => {
    onEnding = () => reject(new InfrastructureError('the function ends before user code was called'));
    ending.addEventListener('abort', onEnding);
  });
  if (ending.aborted) onEnding();
  try {
    return await Promise.race([work, ended]);
  } finally {
    ending.removeEventListener('abort', onEnding);
  }
}
