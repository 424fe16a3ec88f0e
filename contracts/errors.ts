/** Error names that cross a process boundary, where only the name survives. */

/** The user's processor threw: counts as an attempt. */
export const PROCESSOR_ERROR = 'ProcessorError';

/** Trouble of ours (throttling, time-outs, AWS errors): never counts against a capture. */
export const INFRASTRUCTURE_ERROR = 'InfrastructureError';

/** A function whose environment variables the stack did not set as it should: trouble of ours. */
export const ENVIRONMENT_ERROR = 'EnvironmentError';

/** A Lambda function that ended for a reason Lambda does not name; older runtimes exit and run out of memory so. */
export const UNKNOWN_FUNCTION_ERROR = 'Lambda.Unknown';

/** Beginnings of the error names by which Step Functions and the services it calls report their own trouble. */
export const SERVICE_ERROR_PREFIXES = ['States.', 'DynamoDB.', 'Lambda.'];

/**
 * Errors by which a Lambda runtime reports that it could not even load a function's code. Source: runtime interface
 * client of Node.js, `src/Errors.js`; AWS Lambda Developer Guide, "Troubleshoot invocation issues in Lambda".
 */
export const LOAD_ERRORS = [
  'Runtime.ImportModuleError',
  'Runtime.HandlerNotFound',
  'Runtime.MalformedHandlerName',
  'Runtime.UserCodeSyntaxError',
  'Runtime.InvalidEntrypoint',
];
