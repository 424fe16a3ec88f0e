import type { AwsResponse, ServiceName } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { Credentials } from '../core/credentials';
import type { Outages } from '../faults/outages';
import type { Place } from '../faults/territory';
import { xmlError } from '../s3/xml';
import { ADMIN_PREFIX } from './admin';
import { refusal } from './respond';
import type { HttpRequest } from './server';
import { expiryOf, scopeOf } from './signature';

/** What the front door hands requests to. */
export interface Rooms {
  cloud: Pick<Cloud, 'handle' | 'now'>;
  credentials: Pick<Credentials, 'callerOf'>;
  outages: Pick<Outages, 'check' | 'guard'>;
  /** Answers an API call at `/<region>/<stage>/<route>`. */
  api(request: HttpRequest): Promise<AwsResponse>;
  /** Answers `/_local/…`. */
  admin(request: HttpRequest): Promise<AwsResponse>;
  /** Whether a service of that name is served. */
  serves(service: string): service is ServiceName;
}

/**
 * Sends each request where it belongs: signed calls to the service and region of their signature, everything else
 * to the APIs; `/_local/` to the local cloud itself, whatever outage there is.
 * @throws ConnectionLostError in an outage
 */
export function frontDoor(rooms: Rooms): (request: HttpRequest) => Promise<AwsResponse> {
  return async (request) => {
    if (request.path.startsWith(ADMIN_PREFIX)) return rooms.admin(request);
    const scope = scopeOf(request.headers.authorization, request.query);
    const { outages } = rooms;
    if (!scope) return outages.guard(apiOf(request), request.signal, () => rooms.api(request));
    await outages.check(scope, request.signal);
    if (!rooms.serves(scope.service)) {
      return refusal(501, 'NotImplemented', `The service ${scope.service} is not served by the local cloud.`);
    }
    const expiry = request.headers.authorization ? undefined : expiryOf(request.query);
    if (expiry !== undefined && !(expiry > rooms.cloud.now())) return expired(scope.service, expiry);
    const caller = rooms.credentials.callerOf(scope.accessKeyId);
    return rooms.cloud.handle(scope.service, { ...request, region: scope.region, caller });
  };
}

/** The API that a request is for, by its base path. */
export function apiOf({ path }: HttpRequest): Place {
  const [, region = '', stage = ''] = path.split('/');
  return { region, service: 'execute-api', resource: `/${region}/${stage}` };
}

/** As S3 answers a presigned call that is too late, or that does not say when it is. */
function expired(service: string, expiry: number): AwsResponse {
  const [status, Code, Message]: [number, string, string] = Number.isNaN(expiry)
    ? [400, 'AuthorizationQueryParametersError', 'X-Amz-Date and X-Amz-Expires are needed and must be valid.']
    : [403, 'AccessDenied', 'Request has expired'];
  return service === 's3'
    ? { status, headers: { 'content-type': 'application/xml' }, body: xmlError({ Code, Message }) }
    : refusal(status, Code, Message);
}
