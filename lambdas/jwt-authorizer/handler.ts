import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { ENV, type IssuerOfTokens } from '../../contracts/environment';
import { requireJson } from '../shared/environment';
import { logger } from '../shared/logger';
import { authorizeJwt } from './authorize-jwt';
import { tokenVerifier } from './verify-token';

const verify = tokenVerifier(requireJson<IssuerOfTokens>(ENV.tokenIssuer));

/** REQUEST authorizer of an ingest region's APIs that ask for JSON Web Tokens. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const answer = await authorizeJwt(event, verify);
  logger.info('authorized', {
    effect: answer.policyDocument.Statement[0]?.Effect,
    principal: answer.principalId,
  });
  return answer;
}
