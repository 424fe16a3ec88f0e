import { GatewayError } from '../apigateway/gateway-error';
import type { Model } from '../apigateway/model';
import { withTimeout } from '../apigateway/with-timeout';
import type { ConnectionAuthorizer } from './connect-authorizer';
import type { WebSocketContext } from './context';
import type { Integration } from './integration';

/** A route of a WebSocket API. */
export interface Route {
  key: string;
  integration: Integration;
  /** Of `$connect` only; absent where anyone may connect. */
  authorizer?: ConnectionAuthorizer;
  /** Absent where any message may pass. */
  model?: Model;
  /** Whether the client is answered: the route selects a response, and the response is there. */
  twoWay: boolean;
  responds: boolean;
}

/**
 * Takes a message through model, integration and responses. Returns what the client is sent; undefined for a one-way
 * route.
 * @throws GatewayError
 */
export async function takeRoute(
  { model, integration, twoWay, responds }: Route,
  context: WebSocketContext,
  body: string,
  now: () => number,
): Promise<string | undefined> {
  if (model) check(model, body);
  const startedAt = now();
  const { backend, timeoutMs, response } = integration;
  const answer = await withTimeout(timeoutMs, (signal) => backend(context, body, signal));
  context.integration = { status: answer.status, latency: now() - startedAt };
  context.status = answer.status;
  // No integration here is a proxy, so each must have one (API Gateway Developer Guide, "Set up a WebSocket API integration
  // response"): "No match for output mapping and no default output mapping configured", as AWS logs it.
  if (!response) throw new GatewayError('API_CONFIGURATION_ERROR');
  if (!twoWay || !responds) return undefined;
  return response.render(context, answer);
}

/** The words are those of WebSocket APIs (API Gateway Developer Guide, "Request validation for WebSocket APIs"). */
function check(model: Model, body: string): void {
  const faults = model(body);
  if (faults.length === 0) return;
  throw new GatewayError('BAD_REQUEST_BODY', 'Bad request body', `[${faults.join(', ')}]`);
}
