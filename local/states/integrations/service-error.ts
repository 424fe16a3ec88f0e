import { AwsError } from '../../core/aws-error';
import { TaskError } from '../task-error';

/** A fault of the local cloud, as the service itself would call it. */
const INTERNAL: Record<string, string> = {
  Lambda: 'Lambda.ServiceException',
  DynamoDB: 'DynamoDB.InternalServerError',
  EventBridge: 'EventBridge.InternalException',
};

/**
 * A service's error as Step Functions names it: `<Service>.<Code>`; a connection that broke is the SDK client's error.
 * Source: AWS Step Functions Developer Guide, "Handling errors in Step Functions workflows".
 */
export function serviceError(service: string, error: unknown): TaskError {
  if (!(error instanceof AwsError)) {
    const text = error instanceof Error ? error.message : String(error);
    return new TaskError(`${service}.SdkClientException`, `Unable to execute HTTP request: ${text}`);
  }
  const name = error.code === 'InternalFailure' ? INTERNAL[service] : `${service}.${error.code}`;
  const cause = `${error.message} (Service: ${service}, Status Code: ${error.status})`;
  return new TaskError(name ?? `${service}.${error.code}`, cause);
}
