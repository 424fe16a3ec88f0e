import { assumeRole } from '../core/assume-role';
import type { AwsResponse, Caller, ServiceName } from '../core/call';
import type { Cloud } from '../core/cloud';
import { readBody } from '../protocol/read-body';
import { API_GATEWAY } from './assumption';
import { GatewayError } from './gateway-error';
import type { BackendResponse } from './integration';
import { DEFAULT_MEDIA_TYPE } from './media-types';

/** A call that a direct integration makes. */
export interface ServiceCall {
  cloud: Pick<Cloud, 'gate' | 'handle'>;
  region: string;
  service: ServiceName;
  /** ARN of the role that API Gateway assumes. */
  credentials: string;
  apiId: string;
  method: string;
  path: string;
  query: URLSearchParams;
  /** Lower-case names. The content type is JSON unless they say otherwise. */
  headers: Record<string, string>;
  body: Buffer;
  signal: AbortSignal;
}

/** Largest answer that API Gateway takes from a backend, bytes (its payload quota of 10 MB). */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/**
 * Calls an AWS service directly, with the integration's own role.
 * @throws GatewayError INTEGRATION_FAILURE (504) when the service gives no answer, API_CONFIGURATION_ERROR (500) when
 * the role cannot be assumed
 */
export async function callService(call: ServiceCall): Promise<BackendResponse> {
  const { cloud, service, signal } = call;
  const caller = await assume(call);
  try {
    const { status, headers, body } = await cloud.handle(service, requestOf(call, caller));
    return { status, headers, body: await bytesOf(body) };
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new GatewayError('INTEGRATION_FAILURE');
  }
}

async function assume({ cloud, region, credentials: roleArn }: ServiceCall): Promise<Caller> {
  try {
    return await assumeRole(cloud, { region, roleArn, ...API_GATEWAY });
  } catch {
    throw new GatewayError('API_CONFIGURATION_ERROR');
  }
}

function requestOf(
  { region, apiId, method, path, query, headers, body, signal }: ServiceCall,
  caller: Caller,
) {
  return {
    region,
    caller,
    method,
    path,
    query,
    headers: {
      'content-type': DEFAULT_MEDIA_TYPE,
      ...headers,
      'content-length': String(body.length),
      'user-agent': `AmazonAPIGateway_${apiId}`,
    },
    body,
    signal,
  };
}

async function bytesOf(body: AwsResponse['body']): Promise<Buffer> {
  return typeof body === 'string' ? Buffer.from(body) : readBody(body, MAX_ANSWER_BYTES);
}
