import { assumeRole } from '../core/assume-role';
import type { AwsRequest, Caller, ServiceName } from '../core/call';
import type { Cloud } from '../core/cloud';
import { readBody } from '../protocol/read-body';
import type { ApiCall } from './api-call';
import { API_GATEWAY } from './assumption';
import { GatewayError } from './gateway-error';
import type { BackendResponse, Integration } from './integration';
import { DEFAULT_MEDIA_TYPE } from './media-types';
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

/** Services that an integration may call by path. */
const SERVICES: ServiceName[] = ['s3'];

/** Reads the URI of a direct AWS integration; a text says why it is refused. */
export function parseServiceUri(uri: string): ServiceUri | string {
  const [arn, , apigateway, region = '', service = '', ...rest] = uri.split(':');
  const target = rest.join(':');
  if (arn !== 'arn' || apigateway !== 'apigateway' || !target.startsWith('path/')) {
    return `the URI ${uri} is not of the form arn:…:apigateway:<region>:<service>:path/<path>`;
  }
  const known = SERVICES.find((name) => name === service);
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

/** Largest answer that API Gateway takes from a backend, bytes (its payload quota of 10 MB). */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** Calls an AWS service directly, with the integration's own role. */
export class AwsIntegration implements Integration {
  constructor(private readonly props: AwsIntegrationProps) {}

  /**
   * @throws GatewayError INTEGRATION_FAILURE (504) when the service gives no answer, API_CONFIGURATION_ERROR (500) when
   * the role cannot be assumed
   */
  async send(call: ApiCall, signal: AbortSignal): Promise<BackendResponse> {
    const request = this.request(call, await this.assumeRole(), signal);
    try {
      const { status, headers, body } = await this.props.cloud.handle(this.props.uri.service, request);
      const bytes = typeof body === 'string' ? Buffer.from(body) : await readBody(body, MAX_ANSWER_BYTES);
      return { status, headers, body: bytes };
    } catch (cause) {
      if (signal.aborted) throw cause;
      throw new GatewayError('INTEGRATION_FAILURE');
    }
  }

  private async assumeRole(): Promise<Caller> {
    const { cloud, credentials: roleArn, uri } = this.props;
    try {
      return await assumeRole(cloud, { region: uri.region, roleArn, ...API_GATEWAY });
    } catch {
      throw new GatewayError('API_CONFIGURATION_ERROR');
    }
  }

  private request(call: ApiCall, caller: Caller, signal: AbortSignal): AwsRequest {
    const { uri, httpMethod, mapping, body } = this.props;
    const mapped = mapping.apply(call);
    const bytes = body.render(call);
    return {
      region: uri.region,
      caller,
      method: httpMethod,
      path: pathOf(uri, mapped.path),
      query: mapped.query,
      headers: {
        'content-type': DEFAULT_MEDIA_TYPE,
        ...mapped.headers,
        'content-length': String(bytes.length),
        'user-agent': `AmazonAPIGateway_${call.context.apiId}`,
      },
      body: bytes,
      signal,
    };
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
