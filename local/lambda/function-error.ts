/** An error of a function as the caller of Invoke reads it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/**
 * Largest answer of a function, bytes: 6 MB and 100 bytes. Source: the message that Lambda itself gives.
 */
export const MAX_RESPONSE_BYTES = 6_291_556;

/** The function ran longer than its time-out. */
export const timedOut = (requestId: string, seconds: number): FunctionError => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/**
 * The function's process ended before it answered: by itself, out of memory, or killed.
 * @param cause the worker's error, which tells memory from other ends
 */
export function exited(requestId: string, how: string, cause?: Error & { code?: string }): FunctionError {
  const outOfMemory = cause?.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = cause && !outOfMemory ? cause.message : how;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${reason}`,
  };
}

/** The function answered more than Lambda carries. */
export const responseTooLarge = (): FunctionError => ({
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
});
