import { AwsError } from '../../core/aws-error';
import { TaskError } from '../task-error';

/** A fault of the local cloud, as the service itself would call it. */
const INTERNAL: Record<string, string> = {
  Lambda: 'Lambda.ServiceException',
  DynamoDB: 'DynamoDB.InternalServerError',
  EventBridge: 'EventBridge.InternalException',
};

/**
 * A denied call, which is no error of a service's own model: Step Functions calls it by the base class of the Java SDK's
 * exceptions. Sources: awslabs/aws-deployment-framework#460 (Lambda), Step Functions' sample projects (DynamoDB);
 * EventBridge by analogy.
 */
const DENIED: Record<string, string> = {
  Lambda: 'Lambda.AWSLambdaException',
  DynamoDB: 'DynamoDB.AmazonDynamoDBException',
  EventBridge: 'EventBridge.AmazonEventBridgeException',
};
const RENAMED: Record<string, Record<string, string>> = {
  AccessDeniedException: DENIED,
  InternalFailure: INTERNAL,
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
  const name = RENAMED[error.code]?.[service] ?? `${service}.${error.code}`;
  const cause = `${error.message} (Service: ${service}, Status Code: ${error.status}, Error Code: ${error.code})`;
  return new TaskError(name, cause);
}
