import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How one AWS client behaves when the service is slow or away. */
export interface ClientOptions {
  /** Region of the service. Default: the function's own. */
  region?: string;
  /** From the request's start to the response's headers, milliseconds, 0 for no bound; a single call can ask for another one. */
  requestTimeoutMs: number;
  /** Longest silence on the socket, milliseconds; 0 for none. Default: the request time-out. */
  socketTimeoutMs?: number;
  /** Attempts in all, 1 for no retry. Default 3, the SDK's own. */
  maxAttempts?: number;
  /** Connections at the same time. Default 50, the SDK's own. */
  maxSockets?: number;
}

/** A connection across the world takes a third of a second; one second is a region that is away. */
const CONNECT_TIMEOUT_MS = 1000;

/**
 * The configuration of a bare AWS client. Under an endpoint of its own (`AWS_ENDPOINT_URL`, which the SDK reads) there
 * is one host for everything, so no host prefixes.
 */
export function clientConfig(options: ClientOptions) {
  const { region, requestTimeoutMs, socketTimeoutMs, maxAttempts = 3, maxSockets = 50 } = options;
  return {
    ...(region === undefined ? {} : { region }),
    maxAttempts,
    disableHostPrefix: hasOwnEndpoint(),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Without this the handler only warns.
      throwOnRequestTimeout: true,
      socketTimeout: socketTimeoutMs ?? requestTimeoutMs,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    }),
  };
}

/** Whether the calls go to another endpoint than AWS's own: then S3 buckets are addressed by path. */
export function hasOwnEndpoint(): boolean {
  return Boolean(process.env.AWS_ENDPOINT_URL);
}
