import type { ServiceUri } from '../apigateway/aws-integration';
import { callService } from '../apigateway/call-service';
import { GatewayError } from '../apigateway/gateway-error';
import type { BackendResponse } from '../apigateway/integration';
import { statusOf } from '../apigateway/mock-integration';
import type { Cloud } from '../core/cloud';
import type { WebSocketContext } from './context';
import type { IntegrationResponse } from './response';
import type { BodyTemplate } from './templates';

/** Where a route's messages go. @throws GatewayError */
export type Backend = (
  context: WebSocketContext,
  body: string,
  signal: AbortSignal,
) => Promise<Pick<BackendResponse, 'status' | 'body'>>;

/** A backend with what its answers become. */
export interface Integration {
  backend: Backend;
  /** Absent: nobody has said what its answers become. */
  response?: IntegrationResponse;
  /** Milliseconds. */
  timeoutMs: number;
}

/** A mock: its request template names the status, and there is no backend. */
export function mockBackend(template: BodyTemplate): Backend {
  return async (context, body) => {
    const status = statusOf(template(context, body));
    if (status === undefined) throw new GatewayError('API_CONFIGURATION_ERROR');
    return { status, body: Buffer.alloc(0) };
  };
}

/** A direct integration with an AWS service. */
export interface ServiceBackendProps {
  cloud: Pick<Cloud, 'gate' | 'handle'>;
  uri: ServiceUri;
  method: string;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
  /** Static headers by lower-case name. */
  headers: Record<string, string>;
  template: BodyTemplate;
}

/** Calls an AWS service with what a message becomes. */
export function serviceBackend(props: ServiceBackendProps): Backend {
  const { cloud, uri, method, credentials, headers, template } = props;
  return async (context, body, signal) =>
    callService({
      cloud,
      region: uri.region,
      service: uri.service,
      credentials,
      apiId: context.apiId,
      method,
      path: uri.literals.join(''),
      query: new URLSearchParams(),
      headers,
      body: Buffer.from(template(context, body)),
      signal,
    });
}
