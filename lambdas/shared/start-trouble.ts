import { describeError, InfrastructureError } from './infrastructure-error';

/** Nobody knows whether the execution runs. */
export class UnknownOutcomeError extends Error {
  override readonly name = 'UnknownOutcomeError';
}

/** No connection, so no execution (Node.js error codes). */
const NEVER_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** What a call that should have started an execution means: it did not, or nobody knows. */
export function startTrouble(action: string, cause: unknown): InfrastructureError | UnknownOutcomeError {
  const message = `${action}: ${describeError(cause)}`;
  return didNotStart(cause)
    ? new InfrastructureError(message, { cause })
    : new UnknownOutcomeError(message, { cause });
}

/** The service answered the only try, or there was nobody to ask. */
function didNotStart(thrown: unknown): boolean {
  const { $metadata, code } = thrown as {
    $metadata?: { httpStatusCode?: number; attempts?: number };
    code?: string;
  };
  const answered = $metadata?.httpStatusCode !== undefined && ($metadata.attempts ?? 1) === 1;
  return answered || (code !== undefined && NEVER_SENT.includes(code));
}
