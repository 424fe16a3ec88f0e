import { clientHeaders } from '../apigateway/api-call';
import type { HttpRequest } from '../front-door/server';
import type { WebSocketContext } from './context';

/** The event of an authorizer on `$connect` (API Gateway Developer Guide, "Control access to WebSocket APIs with Lambda authorizers"). */
export function connectEvent(request: HttpRequest, context: WebSocketContext, methodArn: string): object {
  const { authorizer: _none, integration: _later, status: _unknown, ...requestContext } = context;
  const headers = clientHeaders(request);
  const query = Object.fromEntries(request.query);
  return {
    type: 'REQUEST',
    methodArn,
    headers,
    multiValueHeaders: listsOf(headers),
    queryStringParameters: query,
    multiValueQueryStringParameters: listsOf(query),
    stageVariables: {},
    requestContext,
  };
}

function listsOf(values: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
