import type { ApiCall } from './api-call';
import type { BodyModels } from './body-models';
import type { Integration } from './integration';
import type { MethodResponse, ResponseMapping } from './integration-responses';
import type { MethodAuthorizer } from './method-authorizer';
import { withTimeout } from './with-timeout';

/** A method of a resource, compiled: everything that does not depend on the call is done. */
export interface ApiMethod {
  /** As defined: `/jobs/{jobId}`. */
  resourcePath: string;
  /** Absent when anyone may call. */
  authorizer?: MethodAuthorizer;
  /** Absent when any body may pass. */
  models?: BodyModels;
  integration: Integration;
  responses: ResponseMapping;
  /** Milliseconds. */
  timeoutMs: number;
}

/**
 * Calls the backend and maps its answer.
 * @throws GatewayError INTEGRATION_TIMEOUT (504) and what integration and mapping throw
 */
export async function integrate(
  method: ApiMethod,
  call: ApiCall,
  now: () => number,
): Promise<MethodResponse> {
  const startedAt = now();
  const response = await withTimeout(method.timeoutMs, (signal) => method.integration.send(call, signal));
  const latency = now() - startedAt;
  call.context.integration = { status: response.status, latency };
  call.context.integrationLatency = latency;
  return method.responses.map(response, call);
}
