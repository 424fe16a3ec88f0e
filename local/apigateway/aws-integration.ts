import type { ServiceName } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { ApiCall } from './api-call';
import { callService } from './call-service';
import { GatewayError } from './gateway-error';
import type { BackendResponse, Integration } from './integration';
import type { RequestBody } from './request-body';
import type { RequestMapping } from './request-mapping';

/** Where a direct AWS integration goes: `arn:aws:apigateway:<region>:<service>:path/<path>`. */
export interface ServiceUri {
  region: string;
  service: ServiceName;
  /** Literal pieces of the path and, between them, names of path parameters. */
  literals: string[];
  names: string[];
}

/** Services that an integration of a REST API may call by path. */
const SERVICES: ServiceName[] = ['s3'];

/** Reads the URI of a direct AWS integration to one of some services; a text says why it is refused. */
export function parseServiceUri(uri: string, services = SERVICES): ServiceUri | string {
  const [arn, , apigateway, region = '', service = '', ...rest] = uri.split(':');
  const target = rest.join(':');
  if (arn !== 'arn' || apigateway !== 'apigateway' || !target.startsWith('path/')) {
    return `the URI ${uri} is not of the form arn:…:apigateway:<region>:<service>:path/<path>`;
  }
  const known = services.find((name) => name === service);
  if (!known) return `the service ${service} is not served in integrations`;
  const parts = target.slice('path'.length).split(/\{([^}]+)\}/);
  return {
    region,
    service: known,
    literals: parts.filter((_part, index) => index % 2 === 0),
    names: parts.filter((_part, index) => index % 2 === 1),
  };
}

/** What a direct AWS integration consists of. */
export interface AwsIntegrationProps {
  cloud: Pick<Cloud, 'gate' | 'handle'>;
  uri: ServiceUri;
  httpMethod: string;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
  mapping: RequestMapping;
  body: RequestBody;
}

/** Calls an AWS service directly, with the integration's own role. */
export class AwsIntegration implements Integration {
  constructor(private readonly props: AwsIntegrationProps) {}

  /** @throws GatewayError as {@link callService}, or for what the mapping has no value for */
  async send(call: ApiCall, signal: AbortSignal): Promise<BackendResponse> {
    const { cloud, uri, credentials, httpMethod, mapping, body } = this.props;
    const { path, query, headers } = mapping.apply(call);
    return callService({
      cloud,
      region: uri.region,
      service: uri.service,
      credentials,
      apiId: call.context.apiId,
      method: httpMethod,
      path: pathOf(uri, path),
      query,
      headers,
      body: body.render(call),
      signal,
    });
  }
}

function pathOf({ literals, names }: ServiceUri, values: Record<string, string>): string {
  let path = literals[0] ?? '';
  names.forEach((name, index) => {
    const value = values[name];
    if (value === undefined) throw new GatewayError('API_CONFIGURATION_ERROR');
    path += encodeURIComponent(value) + (literals[index + 1] ?? '');
  });
  return path;
}
