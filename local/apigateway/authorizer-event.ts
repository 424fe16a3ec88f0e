import type { ApiCall } from './api-call';
import { requestEvent } from './request-event';

/** The event of a REQUEST authorizer (API Gateway Developer Guide, "Input to an API Gateway Lambda authorizer"). */
export function authorizerEvent(call: ApiCall, methodArn: string): Record<string, unknown> {
  return { type: 'REQUEST', methodArn, ...requestEvent(call) };
}
