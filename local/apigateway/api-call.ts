import type { HttpRequest } from '../front-door/server';
import type { GatewayContext } from './context';
import type { InputSource } from './velocity-functions';

/** One request on its way through a method. */
export interface ApiCall {
  http: HttpRequest;
  context: GatewayContext;
  /** Decoded path parameters by name. */
  pathParameters: Record<string, string>;
  /** Path parameters as they were sent, percent-encoded. */
  rawPathParameters: Record<string, string>;
  body: Buffer;
}

/** Headers with the names that the client used; of repeated ones the last. */
export function clientHeaders({ rawHeaders }: HttpRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers[rawHeaders[index] ?? ''] = rawHeaders[index + 1] ?? '';
  }
  return headers;
}

/** What `$input` shows of a call, with a body of the moment. */
export function inputOf({ http, pathParameters }: ApiCall, body: string): InputSource {
  return {
    body,
    path: pathParameters,
    querystring: Object.fromEntries(http.query),
    header: clientHeaders(http),
  };
}
