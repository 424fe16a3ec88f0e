import type { HttpRequest } from '../front-door/server';
import { AccessLog } from './access-log';
import type { ApiCall } from './api-call';
import type { CompiledApi } from './compile-api';
import { type ContextSource, type GatewayContext, newContext } from './context';
import { GatewayError } from './gateway-error';
import { type ApiMethod, integrate } from './method';
import { checkAnnounced, readPayload } from './payload';
import type { RouteMatch } from './routes';
import type { ApiServices } from './services';
import { TokenBuckets, type ThrottleSettings } from './throttle';

/** A stage as the stacks define it. */
export interface StageProps {
  region: string;
  apiId: string;
  name: string;
  api: CompiledApi;
  tracing: boolean;
  accessLog?: { destinationArn: string; format: string };
  /** Role of the account's API Gateway setting in the region; undefined while it belongs to somebody else. */
  accountRole(): string | undefined;
}

/** What a stage answers over HTTP. */
export interface StageAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** One stage of an API: takes a request through throttle, authorizer, integration and mappings, and logs it. */
export class Stage {
  private readonly source: ContextSource;
  private readonly log?: AccessLog;
  private readonly throttles = new Map<string, ThrottleSettings>();
  private readonly buckets = new TokenBuckets();

  constructor(
    readonly props: StageProps,
    private readonly services: ApiServices,
  ) {
    const { region, apiId, name, tracing, accessLog } = props;
    this.source = { accountId: services.cloud.accountId, apiId, stage: name, region, tracing };
    this.log = accessLog && new AccessLog({ ...props, ...accessLog }, services);
  }

  /**
   * Throttles the methods at a path such as `publish/POST`, or all of them.
   * @throws Error when the stage has no such method
   */
  throttle(methodPath: string, settings: ThrottleSettings): void {
    const slash = methodPath.lastIndexOf('/');
    const [path, method] = [`/${methodPath.slice(0, Math.max(slash, 0))}`, methodPath.slice(slash + 1)];
    if (methodPath !== '*/*' && !this.props.api.routes.has(method, path)) {
      throw new Error(`method_path: received ${methodPath}, allowed are */* and <path>/<method> of a route`);
    }
    this.throttles.set(methodPath, settings);
  }

  /** Answers a request whose route was found, or not. */
  async serve(
    request: HttpRequest,
    path: string,
    route: RouteMatch<ApiMethod> | undefined,
  ): Promise<StageAnswer> {
    const { cloud } = this.services;
    const context = newContext(this.source, request, path, cloud.now());
    const answer = await this.answer(request, route, context);
    context.status = answer.status;
    context.responseLength = Buffer.byteLength(answer.body);
    context.responseLatency = cloud.now() - context.requestTimeEpoch;
    this.log?.write(context);
    return { ...answer, headers: { ...answer.headers, ...tracingHeaders(context) } };
  }

  private async answer(
    request: HttpRequest,
    route: RouteMatch<ApiMethod> | undefined,
    context: GatewayContext,
  ): Promise<StageAnswer> {
    try {
      checkAnnounced(request);
      if (!route) throw new GatewayError('MISSING_AUTHENTICATION_TOKEN');
      return await this.invoke(request, route, context);
    } catch (error) {
      if (error instanceof GatewayError) return this.props.api.gatewayResponses.answer(error, context);
      throw error;
    }
  }

  private async invoke(
    request: HttpRequest,
    { method, pathParameters, rawPathParameters }: RouteMatch<ApiMethod>,
    context: GatewayContext,
  ): Promise<StageAnswer> {
    const { cloud } = this.services;
    context.resourcePath = method.resourcePath;
    this.takeToken(`${method.resourcePath.slice(1)}/${request.method}`);
    const call: ApiCall = {
      http: request,
      context,
      pathParameters,
      rawPathParameters,
      body: Buffer.alloc(0),
    };
    const { authorizer } = method;
    if (authorizer?.needsBody) call.body = await readPayload(request);
    await authorizer?.authorize(call, this.methodArn(request.method, context));
    if (!authorizer?.needsBody) call.body = await readPayload(request);
    method.models?.check(call);
    return integrate(method, call, () => cloud.now());
  }

  private methodArn(httpMethod: string, { path }: GatewayContext): string {
    const { partition, accountId } = this.services.cloud;
    const { region, apiId } = this.props;
    const [, stage, ...rest] = path.split('/');
    return `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}/${httpMethod}/${rest.join('/')}`;
  }

  /** Every method has its own bucket, also where one setting covers them all. */
  private takeToken(methodPath: string): void {
    const settings = this.throttles.get(methodPath) ?? this.throttles.get('*/*');
    if (!this.buckets.take(methodPath, settings, this.services.cloud.now())) {
      throw new GatewayError('THROTTLED');
    }
  }
}

function tracingHeaders({
  requestId,
  extendedRequestId,
  xrayTraceId,
}: GatewayContext): Record<string, string> {
  return {
    'x-amzn-requestid': requestId,
    'x-amz-apigw-id': extendedRequestId,
    ...(xrayTraceId ? { 'x-amzn-trace-id': `Root=${xrayTraceId}` } : {}),
  };
}
