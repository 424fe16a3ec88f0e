import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { AwsResponse } from '../core/call';

/** Writes an answer. A client that went away meanwhile is no error. */
export async function respond(
  response: ServerResponse,
  { status, headers, body }: AwsResponse,
): Promise<void> {
  if (Buffer.isBuffer(body) || typeof body === 'string') {
    // A HEAD answer states the length of what it leaves out.
    const length = headers['content-length'] ?? String(Buffer.byteLength(body));
    const withoutLength = status === 204 || status === 304;
    response.writeHead(status, withoutLength ? headers : { ...headers, 'content-length': length });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  try {
    await pipeline(body, response);
  } catch (error) {
    if (!response.destroyed) throw error;
  }
}

/** An error of the front door itself, in a form that AWS clients of either protocol can show. */
export function refusal(status: number, code: string, message: string): AwsResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': code,
      'x-amzn-requestid': randomUUID(),
    },
    body: JSON.stringify({ __type: code, message }),
  };
}
