import { FUNCTION_ENDED_ERRORS, PROCESSOR_ERROR } from '../../contracts/errors';
import type { FailRequest } from '../../contracts/processing';
import type { RecordedError } from '../../contracts/record';
import { recordedError } from '../shared/recorded-error';

/** Whose trouble an error is: the processor's, which counts as an attempt, or ours, which never does. */
export interface Classified {
  counts: boolean;
  error: RecordedError;
}

/** Sorts an error as Step Functions caught it. What is not known to be the processor's is ours. */
export function classifyError({ Error: name, Cause = '' }: FailRequest['error']): Classified {
  const counts = name === PROCESSOR_ERROR || FUNCTION_ENDED_ERRORS.includes(name);
  return { counts, error: recordedError(name, errorMessage(Cause)) };
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
