import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { hashToken } from '../../contracts/tokens';
import { findHeader } from '../shared/find-header';
import { findPrincipal, type Token } from './find-principal';

export interface AuthorizeDependencies {
  /** Name of the header that carries the token; its case does not matter. */
  tokenHeader: string;
  readTokens: () => Promise<Token[]>;
}

/** API Gateway wants a principal in a Deny as well; it is not a legal name of ours. */
const NOBODY = '(none)';

/**
 * Answers Allow for a known token, Deny for any other.
 * @throws Error `Unauthorized`, which API Gateway turns into 401, when there is no token
 * @throws whatever kept the tokens from being read: API Gateway lets nobody in then
 */
export async function authorizeRequest(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'>,
  { tokenHeader, readTokens }: AuthorizeDependencies,
): Promise<APIGatewayAuthorizerResult> {
  const token = findHeader(event.headers, tokenHeader);
  if (!token) throw new Error('Unauthorized');
  const principal = findPrincipal(hashToken(token), await readTokens());
  return {
    principalId: principal ?? NOBODY,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: principal ? 'Allow' : 'Deny',
          Resource: everyMethod(event.methodArn),
        },
      ],
    },
    ...(principal && { context: { principal } }),
  };
}

/**
 * `arn:…:<api>/<stage>/<method>/<path>`, or `…/$connect` of a WebSocket API → all of the stage: the answer is cached for every method.
 */
function everyMethod(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
