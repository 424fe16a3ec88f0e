/** Error names that cross a process boundary, where only the name survives. */

/** The user's processor threw: counts as an attempt. */
export const PROCESSOR_ERROR = 'ProcessorError';

/** Trouble of ours (throttling, time-outs, AWS errors): never counts against a capture. */
export const INFRASTRUCTURE_ERROR = 'InfrastructureError';

/**
 * Errors by which Step Functions reports that a function ran and was ended by what it did: the Lambda time-out, an
 * exit of the runtime (out of memory included), and what older runtimes report for both. They count as attempts.
 * Source: AWS Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export const FUNCTION_ENDED_ERRORS = ['Sandbox.Timedout', 'Runtime.ExitError', 'Lambda.Unknown'];
