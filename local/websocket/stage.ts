import type { AccessLog } from '../apigateway/access-log';
import { GATEWAY_RESPONSE_TYPES, GatewayError } from '../apigateway/gateway-error';
import { type ThrottleSettings, TokenBuckets } from '../apigateway/throttle';
import type { Place } from '../faults/territory';
import type { HttpRequest } from '../front-door/server';
import { asAwsError } from '../protocol/json-answer';
import type { WebSocketApi } from './api';
import { type ConnectionContext, newWebSocketContext, type WebSocketContext } from './context';
import { takeRoute } from './route';

/** A stage of a WebSocket API. */
export interface WebSocketStageProps {
  api: WebSocketApi;
  name: string;
  /** ARN of the stage as policies of authorizers and permissions name it. */
  executionArn: string;
  throttle?: ThrottleSettings;
  accessLog?: AccessLog;
  now(): number;
}

/** What a request on a stage comes to. */
export interface Outcome {
  /** HTTP status of a handshake. */
  status: number;
  /** What the client is sent, if anything. */
  text?: string;
}

/** One stage of a WebSocket API: takes requests through throttle, authorizer and route, and logs them. */
export class WebSocketStage {
  private readonly buckets = new TokenBuckets();

  constructor(readonly props: WebSocketStageProps) {}

  /** Where its calls go. */
  get place(): Place {
    const { api, name } = this.props;
    return { region: api.region, service: 'execute-api', resource: `/${api.region}/${name}` };
  }

  /** Lets a client connect (200), the authorizer's answer in the connection's context; or says why not. */
  connect(request: HttpRequest, connection: ConnectionContext): Promise<Outcome> {
    const { api, executionArn, now } = this.props;
    const context = newWebSocketContext(connection, 'CONNECT', now());
    return this.run(context, async () => {
      this.takeToken(context.routeKey);
      const route = api.connectRoute;
      if (!route) return undefined;
      const answered = await route.authorizer?.authorize(request, context, `${executionArn}/$connect`);
      // For this request and for all to come on the connection.
      Object.assign(connection.authorizer, answered);
      return takeRoute(route, context, '', now);
    });
  }

  /** Takes a message to its route. */
  message(connection: ConnectionContext, body: string): Promise<Outcome> {
    const { api, now } = this.props;
    const context = newWebSocketContext(connection, 'MESSAGE', now());
    return this.run(context, async () => {
      this.takeToken(context.routeKey);
      const route = api.messageRoute;
      if (!route) throw new GatewayError('WAF_FILTERED');
      return takeRoute(route, context, body, now);
    });
  }

  private async run(context: WebSocketContext, work: () => Promise<string | undefined>): Promise<Outcome> {
    let text: string | undefined;
    try {
      text = await work();
      context.status ??= 200;
    } catch (error) {
      text = refuse(context, error instanceof GatewayError ? error : faultOf(error));
    }
    this.props.accessLog?.write(context);
    return { status: context.status ?? 200, text };
  }

  /** Every route has its own bucket, also where one setting covers them all. */
  private takeToken(routeKey: string): void {
    const { throttle, now } = this.props;
    if (!this.buckets.take(routeKey, throttle, now())) throw new GatewayError('THROTTLED');
  }
}

/** What API Gateway says itself: message, connection and request. There are no gateway responses to shape it. */
function refuse(context: WebSocketContext, { type, message, validation }: GatewayError): string {
  context.status = GATEWAY_RESPONSE_TYPES[type].status;
  context.error = {
    message,
    messageString: JSON.stringify(message),
    responseType: type,
    validationErrorString: validation,
  };
  const { connectionId, requestId } = context;
  return JSON.stringify({ message, connectionId, requestId });
}

/** What no WebSocket API would answer: a fault of the local cloud itself. */
function faultOf(error: unknown): GatewayError {
  return new GatewayError('DEFAULT_5XX', asAwsError(error).message);
}
