import type { HttpRequest } from '../../local/front-door/server';

/** An HTTP request as the front door hands it on; headers by the names a client would use. */
export function httpRequest(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body: HttpRequest['body'] = Buffer.alloc(0),
): HttpRequest {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(headers).flat(),
    body,
    signal: new AbortController().signal,
    sourceIp: '192.0.2.1',
  };
}
