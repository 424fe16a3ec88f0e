import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { authorizerAnswer, UNAUTHORIZED } from '../shared/authorizer-answer';
import { findHeader } from '../shared/find-header';
import { principalOfSubject } from './principal-of-subject';
import type { VerifyToken } from './verify-token';

/** RFC 6750, section 2.1; the scheme's case does not matter (RFC 9110, section 11.1). */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * Answers Allow for a valid token, Deny for one that will never be.
 * @throws Error `Unauthorized`, which API Gateway turns into 401, when there is no bearer token, or one that may be accepted a
 *   moment later
 * @throws whatever kept the issuer's keys from being read: API Gateway lets nobody in then
 */
export async function authorizeJwt(
  event: Pick<APIGatewayRequestAuthorizerEvent, 'headers' | 'methodArn'>,
  verify: VerifyToken,
): Promise<APIGatewayAuthorizerResult> {
  const [, token] = BEARER.exec(findHeader(event.headers, 'Authorization') ?? '') ?? [];
  if (token === undefined) throw new Error(UNAUTHORIZED);
  const verdict = await verify(token);
  if (verdict === 'NOT_YET') throw new Error(UNAUTHORIZED);
  const principal = verdict === 'NOT_ACCEPTED' ? undefined : principalOfSubject(verdict.subject);
  return authorizerAnswer(principal, event.methodArn);
}
