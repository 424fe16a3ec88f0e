import { ExecutionAbortedError, ExecutionError, ExecutionTimeoutError } from 'aws-local-stepfunctions';
import type { Execution } from './execution';

/** What the engine says when a Fail state says nothing. */
const NO_CAUSE = 'Execution failed because of a Fail state';

/** How an execution ended that did not succeed, from what the engine or its lifetime threw. */
export function failureOf(error: unknown): Partial<Execution> {
  if (error instanceof ExecutionTimeoutError) {
    return { status: 'TIMED_OUT', error: 'States.Timeout' };
  }
  if (error instanceof ExecutionAbortedError) {
    return { status: 'ABORTED' };
  }
  const { name, message } = error instanceof ExecutionError ? (error.cause as Error) : (error as Error);
  return {
    status: 'FAILED',
    error: name === 'FailStateError' ? undefined : name,
    cause: message === NO_CAUSE ? undefined : message,
  };
}
