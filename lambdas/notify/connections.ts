import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { clientConfig } from '../shared/client-config';
import { isNamed } from '../shared/infrastructure-error';

/** Where to answer. */
export interface ConnectionAddress {
  region: string;
  apiId: string;
  stage: string;
  connectionId: string;
}

/** Posts to a connection the first of several texts that is not refused for its size; `GONE` when there is no such connection. */
export type PostAnswer = (
  address: ConnectionAddress,
  texts: string[],
  abortSignal: AbortSignal,
) => Promise<'ANSWERED' | 'GONE'>;

/**
 * None: a post whose answer is late has been made, as a rule, and another one would be a second answer. It may last until it is aborted.
 */
const REQUEST_TIMEOUT_MS = 0;

/**
 * Tries in all. API Gateway answers 429 when it is asked too fast or the client reads too slowly; the SDK then waits up to 1, 2 and
 * 4 s (`@smithy/core`, delay of a throttled call).
 */
const MAX_ATTEMPTS = 4;

/** By which API Gateway says that a connection is closed, status 410, and that a text is too long, 413. */
const GONE = 'GoneException';
const TOO_LONG = 'PayloadTooLargeException';

/**
 * URL of the management API of a stage. An endpoint of its own has one host for all regions and APIs.
 * @param own `AWS_ENDPOINT_URL`, when it is set
 */
export function managementEndpoint(
  { region, apiId, stage }: ConnectionAddress,
  dnsSuffix: string,
  own = process.env.AWS_ENDPOINT_URL,
): string {
  return own ? `${own}/${region}/${stage}` : `https://${apiId}.execute-api.${region}.${dnsSuffix}/${stage}`;
}

/** Posts to the connections of all regions; one client per stage of an API, made when first asked for and kept. */
export function connections(dnsSuffix: string): PostAnswer {
  const clients = new Map<string, ApiGatewayManagementApiClient>();
  return async (address, texts, abortSignal) => {
    const endpoint = managementEndpoint(address, dnsSuffix);
    const client = clients.get(endpoint) ?? connect(endpoint, address.region);
    clients.set(endpoint, client);
    return post(client, address.connectionId, texts, abortSignal);
  };
}

function connect(endpoint: string, region: string): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    ...clientConfig({ region, requestTimeoutMs: REQUEST_TIMEOUT_MS, maxAttempts: MAX_ATTEMPTS }),
    endpoint,
  });
}

async function post(
  client: Pick<ApiGatewayManagementApiClient, 'send'>,
  ConnectionId: string,
  [text = '', ...shorter]: string[],
  abortSignal: AbortSignal,
): Promise<'ANSWERED' | 'GONE'> {
  try {
    await client.send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(text) }), {
      abortSignal,
    });
    return 'ANSWERED';
  } catch (thrown) {
    if (isNamed(thrown, GONE)) return 'GONE';
    if (isNamed(thrown, TOO_LONG) && shorter.length > 0)
      return post(client, ConnectionId, shorter, abortSignal);
    throw thrown;
  }
}
