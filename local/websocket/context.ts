import { type GatewayContext, newExtendedRequestId, requestTime } from '../apigateway/context';

/** What is the same for all requests of a connection. */
export interface ConnectionContext {
  accountId: string;
  apiId: string;
  stage: string;
  domainName: string;
  connectionId: string;
  /** Epoch ms. */
  connectedAt: number;
  /** Whoever has signed the handshake is in it for all requests. */
  identity: GatewayContext['identity'];
  /** Of the authorizer on `$connect`. */
  authorizer: Record<string, string>;
}

/**
 * `$context` of one request on a connection. Names are AWS's (API Gateway Developer Guide, "WebSocket API mapping template
 * reference"). `requestId` and `extendedRequestId` are the same, and no client can choose them.
 */
export interface WebSocketContext extends ConnectionContext {
  eventType: 'CONNECT' | 'MESSAGE';
  messageDirection: 'IN';
  routeKey: string;
  /** Of messages only. */
  messageId?: string;
  requestId: string;
  extendedRequestId: string;
  requestTime: string;
  requestTimeEpoch: number;
  integration: { status?: number; latency?: number };
  status?: number;
  error?: { message: string; messageString: string; responseType: string; validationErrorString?: string };
}

/** The context of a request as far as it is known on arrival. */
export function newWebSocketContext(
  connection: ConnectionContext,
  eventType: WebSocketContext['eventType'],
  now: number,
): WebSocketContext {
  const requestId = newExtendedRequestId();
  return {
    ...connection,
    eventType,
    messageDirection: 'IN',
    routeKey: eventType === 'CONNECT' ? '$connect' : '$default',
    messageId: eventType === 'MESSAGE' ? newExtendedRequestId() : undefined,
    requestId,
    extendedRequestId: requestId,
    requestTime: requestTime(new Date(now)),
    requestTimeEpoch: now,
    integration: {},
  };
}
