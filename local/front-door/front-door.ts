import type { AwsResponse, ServiceName } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { Outages } from '../faults/outages';
import type { Place } from '../faults/territory';
import { readBody } from '../protocol/read-body';
import { type Scope, scopeOf } from '../signatures/scope';
import { SignatureError } from '../signatures/signature-error';
import { signatureRefusal } from '../signatures/signature-refusal';
import type { Signatures } from '../signatures/verifier';
import { ADMIN_PREFIX } from './admin';
import { refusal } from './respond';
import type { HttpRequest } from './server';

/** API Gateway's name in signatures of calls to APIs. */
const API = 'execute-api';

/** Below the stage of a WebSocket API: its management, which is a service like any other. */
const CONNECTIONS = /^\/[^/]+\/[^/]+\/(?:@|%40)connections\//;

/** Largest request of a service other than S3, bytes: DynamoDB's BatchWriteItem (API reference). */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** What the front door hands requests to. */
export interface Rooms {
  cloud: Pick<Cloud, 'handle'>;
  signatures: Pick<Signatures, 'verify'>;
  outages: Pick<Outages, 'check' | 'guard'>;
  /** Answers an API call at `/<region>/<stage>/<route>`. */
  api(request: HttpRequest): Promise<AwsResponse>;
  /** Answers `/_local/…`. */
  admin(request: HttpRequest): Promise<AwsResponse>;
  /** Whether a service of that name is served. */
  serves(service: string): service is ServiceName;
}

/**
 * Sends each request where it belongs: signed calls to the service and region of their signature, once that is verified;
 * everything else, and calls signed for APIs, to the APIs, which verify where they ask for it, but for the management of connections;
 * `/_local/` to the local cloud itself, whatever outage there is.
 * @throws ConnectionLostError in an outage
 */
export function frontDoor(rooms: Rooms): (request: HttpRequest) => Promise<AwsResponse> {
  return async (request) => {
    if (request.path.startsWith(ADMIN_PREFIX)) return rooms.admin(request);
    const scope = scopeOf(request.headers.authorization, request.query);
    const { outages } = rooms;
    if (!scope || (scope.service === API && !CONNECTIONS.test(request.path))) {
      return outages.guard(apiOf(request), request.signal, () => rooms.api(request));
    }
    await outages.check(scope, request.signal);
    if (!rooms.serves(scope.service)) {
      return refusal(501, 'NotImplemented', `The service ${scope.service} is not served by the local cloud.`);
    }
    return serve(rooms, scope, scope.service, request);
  };
}

/** Believes a signature when it is verified, and hands the call to its service. */
async function serve(
  { signatures, cloud }: Rooms,
  scope: Scope,
  service: ServiceName,
  request: HttpRequest,
): Promise<AwsResponse> {
  try {
    // S3 takes what no memory holds, and checks the hash of it itself.
    const body = service === 's3' ? undefined : await readBody(request.body, MAX_BODY_BYTES);
    const caller = signatures.verify(request, body);
    return await cloud.handle(service, {
      ...request,
      body: body ?? request.body,
      region: scope.region,
      caller,
    });
  } catch (error) {
    if (error instanceof SignatureError) return signatureRefusal(service, error);
    throw error;
  }
}

/** The API that a request is for, by its base path. */
export function apiOf({ path }: HttpRequest): Place {
  const [, region = '', stage = ''] = path.split('/');
  return { region, service: API, resource: `/${region}/${stage}` };
}
