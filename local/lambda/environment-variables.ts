import type { IssuedCredentials } from '../core/credentials';
import { type LambdaFunction, VERSION } from './function';

/**
 * Everything a function's process can see: its own variables and those that Lambda reserves (AWS Lambda Developer
 * Guide, "Defined runtime environment variables"), with the local endpoint in place of AWS. Nothing of the machine.
 */
export function environmentVariables(
  { region, name, environment, handler, runtime, memoryMb, logGroup, logFormat, taskRoot }: LambdaFunction,
  { accessKeyId, secretAccessKey, sessionToken }: IssuedCredentials,
  endpoint: string,
  logStream: string,
): Record<string, string> {
  return {
    ...environment,
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: VERSION,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: logFormat,
    AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_ENDPOINT_URL: endpoint,
    LAMBDA_TASK_ROOT: taskRoot,
    TZ: ':UTC',
  };
}
