import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ANONYMOUS } from '../../contracts/capture';

/** The caller as API Gateway calls it, whatever told it: an authorizer, an AWS signature, or nobody. */
export function callerOf({
  authorizer,
  identity,
}: Pick<APIGatewayProxyEvent['requestContext'], 'authorizer' | 'identity'>): string {
  return String(authorizer?.principalId ?? identity?.caller ?? ANONYMOUS);
}
