/** Errors by which the Lambda service says that it did not get to run the function. Source: Step Functions Developer Guide, "Best practices", transient Lambda service exceptions. */
const LAMBDA_SERVICE_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

/** Errors of DynamoDB that pass. Source: DynamoDB Developer Guide, "Error handling"; Step Functions prefixes the service. */
const DYNAMODB_PASSING_ERRORS = [
  'DynamoDB.InternalServerError',
  'DynamoDB.InternalServerErrorException',
  'DynamoDB.ProvisionedThroughputExceededException',
  'DynamoDB.RequestLimitExceeded',
  'DynamoDB.RequestLimitExceededException',
  'DynamoDB.ThrottlingException',
];

/** Two more tries within about three seconds: longer trouble is for the next delivery. */
const BRIEFLY = { IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 };

export const RETRY_LAMBDA = [{ ErrorEquals: LAMBDA_SERVICE_ERRORS, ...BRIEFLY }];
/** A throttled function never ran. Spread over some seconds, for what is throttled together would come back together. */
export const RETRY_THROTTLED = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException'],
    IntervalSeconds: 1,
    MaxAttempts: 3,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
];
export const RETRY_DYNAMODB = [{ ErrorEquals: DYNAMODB_PASSING_ERRORS, ...BRIEFLY }];
export const RETRY_EVENTS = [{ ErrorEquals: ['States.TaskFailed'], ...BRIEFLY }];

export interface InvokeOptions {
  partition: string;
  functionArn: string;
  /** Event of the function, in JSONPath notation. */
  event: Record<string, unknown>;
  timeoutSeconds: number;
}

/** A task that calls a function and keeps nothing of the answer but its payload. */
export function invoke({ partition, functionArn, event, timeoutSeconds }: InvokeOptions) {
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: functionArn, Payload: event },
    ResultSelector: { 'Payload.$': '$.Payload' },
    TimeoutSeconds: timeoutSeconds,
  };
}
