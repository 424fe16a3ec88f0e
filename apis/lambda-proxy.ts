/** A function as API Gateway calls it. */
export interface InvokedByApi {
  /** Invoke ARN of the function. */
  invokeArn: string;
  /** ARN of the role that API Gateway assumes to call it. */
  roleArn: string;
}

/** An integration that hands the whole request to a function, and the function's answer to the client. */
export function lambdaProxy({ invokeArn, roleArn }: InvokedByApi): Record<string, unknown> {
  return {
    type: 'aws_proxy',
    // Lambda's API knows no other method.
    httpMethod: 'POST',
    uri: invokeArn,
    credentials: roleArn,
  };
}
