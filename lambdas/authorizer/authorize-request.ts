import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { hashToken } from '../../contracts/tokens';
import { authorizerAnswer, UNAUTHORIZED } from '../shared/authorizer-answer';
import { findHeader } from '../shared/find-header';
import { findPrincipal, type Token } from './find-principal';

export interface AuthorizeDependencies {
  /** Name of the header that carries the token; its case does not matter. */
  tokenHeader: string;
  readTokens: () => Promise<Token[]>;
}

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
  if (!token) throw new Error(UNAUTHORIZED);
  const principal = findPrincipal(hashToken(token), await readTokens());
  return authorizerAnswer(principal, event.methodArn);
}
