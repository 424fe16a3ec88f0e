/** AWS Lambda API reference, Environment: what a variable may be called. */
const NAME = /^[a-zA-Z][a-zA-Z0-9_]+$/;

/** AWS Lambda Developer Guide, "Defined runtime environment variables": those that a function cannot set. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** The variables of a function. @throws Error for a name that Lambda refuses */
export function variablesOf(given: unknown): Record<string, string> {
  const variables = (given ?? {}) as Record<string, string>;
  const refused = Object.keys(variables).find((name) => !NAME.test(name) || RESERVED.has(name));
  if (refused !== undefined) {
    throw new Error(
      `environment.variables: ${refused} is reserved, or no name of a letter and letters, digits, _`,
    );
  }
  return variables;
}
