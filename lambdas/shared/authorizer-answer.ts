import type { APIGatewayAuthorizerResult } from 'aws-lambda';

/** API Gateway wants a principal in a Deny as well; it is not a legal name of ours. */
const NOBODY = '(none)';

/** What API Gateway turns into 401, and does not remember (API Gateway Developer Guide, "Lambda authorizers"). */
export const UNAUTHORIZED = 'Unauthorized';

/**
 * What an authorizer answers: Allow for a principal, Deny without one.
 * @param methodArn `arn:…:<api>/<stage>/<method>/<path>`, or `…/$connect` of a WebSocket API
 */
export function authorizerAnswer(
  principal: string | undefined,
  methodArn: string,
): APIGatewayAuthorizerResult {
  return {
    principalId: principal ?? NOBODY,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: principal ? 'Allow' : 'Deny',
          Resource: everyMethod(methodArn),
        },
      ],
    },
    ...(principal && { context: { principal } }),
  };
}

/** All of the stage, `$connect` of a WebSocket API included: the answer is remembered for every method. */
function everyMethod(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
