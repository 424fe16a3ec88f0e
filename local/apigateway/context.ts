import { randomBytes, randomUUID } from 'node:crypto';
import type { HttpRequest } from '../front-door/server';

/**
 * `$context` of one request: what templates, mappings and access logs read. Names are AWS's (API Gateway Developer
 * Guide, "Variables for data models, authorizers, mapping templates, and CloudWatch access logging").
 */
export interface GatewayContext {
  accountId: string;
  apiId: string;
  stage: string;
  domainName: string;
  httpMethod: string;
  /** Path of the resource as the API defines it, such as `/jobs/{jobId}`. */
  resourcePath: string;
  /** Path as requested, stage included. */
  path: string;
  protocol: string;
  requestId: string;
  /** 16 characters of base64url, the last one `=`; safe in object keys and ids. No client can choose it. */
  extendedRequestId: string;
  /** `09/Apr/2015:12:34:56 +0000` */
  requestTime: string;
  requestTimeEpoch: number;
  identity: {
    sourceIp: string;
    userAgent: string | undefined;
    /** The rest is there when the call was signed, and the method asks for it. */
    accountId?: string;
    accessKey?: string;
    /** `AROA…:<session>` of a role. */
    caller?: string;
    user?: string;
    userArn?: string;
  };
  xrayTraceId?: string;
  authorizer: Record<string, string | number>;
  integration: { status?: number; latency?: number };
  error?: { message: string; messageString: string; responseType: string; validationErrorString?: string };
  status?: number;
  responseLength?: number;
  responseLatency?: number;
  integrationLatency?: number;
}

/** What the context takes from API and stage. */
export interface ContextSource {
  accountId: string;
  apiId: string;
  stage: string;
  region: string;
  tracing: boolean;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The context of a request as far as it is known on arrival. */
export function newContext(
  source: ContextSource,
  request: HttpRequest,
  path: string,
  now: number,
): GatewayContext {
  return {
    accountId: source.accountId,
    apiId: source.apiId,
    stage: source.stage,
    domainName: `${source.apiId}.execute-api.${source.region}.amazonaws.com`,
    httpMethod: request.method,
    resourcePath: '',
    path: `/${source.stage}${path}`,
    protocol: 'HTTP/1.1',
    requestId: randomUUID(),
    extendedRequestId: newExtendedRequestId(),
    requestTime: requestTime(new Date(now)),
    requestTimeEpoch: now,
    identity: { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] },
    xrayTraceId: source.tracing ? newTraceId(now) : undefined,
    authorizer: {},
    integration: {},
  };
}

/** A request id: 11 bytes in base64url with padding, like `Sk_QWEwEywMFf3g=` in AWS's `x-amz-apigw-id`. */
export function newExtendedRequestId(): string {
  return `${randomBytes(11).toString('base64url')}=`;
}

/** `1-<8 hex digits of the second>-<24 hex digits>` (AWS X-Ray Developer Guide, "Trace ID format"). */
function newTraceId(now: number): string {
  return `1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
}

/** `09/Apr/2015:12:34:56 +0000` */
export function requestTime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${day}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`;
}

/** The value at a dotted path of the context, such as `identity.sourceIp`; undefined when it is not set. */
export function contextValue(context: object, path: string[]): string | undefined {
  let value: unknown = context;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}
