import {
  ENVIRONMENT_ERROR,
  INFRASTRUCTURE_ERROR,
  LOAD_ERRORS,
  SERVICE_ERROR_PREFIXES,
  UNKNOWN_FUNCTION_ERROR,
} from '../../contracts/errors';
import type { FailRequest } from '../../contracts/processing';
import type { RecordedError } from '../../contracts/record';
import { recordedError } from '../shared/recorded-error';

/** Whose trouble an error is: the processor's, which counts as an attempt, or ours, which never does. */
export interface Classified {
  counts: boolean;
  error: RecordedError;
}

/**
 * Sorts an error as Step Functions caught it. Before an attempt has a number, user code cannot have run.
 */
export function classifyError({ attempt, error }: Pick<FailRequest, 'attempt' | 'error'>): Classified {
  const { Error: name, Cause = '' } = error;
  return { counts: attempt > 0 && !isOurs(name), error: recordedError(name, errorMessage(Cause)) };
}

/**
 * Our own code names its trouble, and so do the services. What is left comes from user code, under any name: an exception
 * in a timer of its own, a rejection it did not await, an exit, too much memory, too much time.
 */
function isOurs(name: string): boolean {
  if (name === UNKNOWN_FUNCTION_ERROR) return false;
  return (
    [INFRASTRUCTURE_ERROR, ENVIRONMENT_ERROR, ...LOAD_ERRORS].includes(name) ||
    SERVICE_ERROR_PREFIXES.some((prefix) => name.startsWith(prefix))
  );
}

/** A Lambda function's error arrives as JSON in the cause; other services put plain text there. */
function errorMessage(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch {
    // Plain text, or JSON that Step Functions cut: said as it is.
  }
  return cause;
}
