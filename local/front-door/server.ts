import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import type { AwsRequest, AwsResponse } from '../core/call';
import { ConnectionLostError } from '../core/connection-lost';
import { asAwsError } from '../protocol/json-answer';
import { refusal, respond } from './respond';

/** An HTTP request before anybody knows whose it is. */
export type HttpRequest = Omit<AwsRequest, 'region' | 'caller'> & {
  sourceIp: string;
  /** Names and values in turn, names as the client spelled them. */
  rawHeaders: string[];
};

/** Raised when another process listens on the port already. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/** API Gateway accepts 10,240 bytes of headers and S3 8 KB of them plus presigned queries: Node's 16 KB is too tight. */
const MAX_HEADER_BYTES = 64 * 1024;

/** How long an idle connection stays open, ms: longer than the pauses between polls and drains of a test. */
const KEEP_ALIVE_MS = 65_000;

/** A request to speak another protocol on its connection. */
export interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  /** What came after the request's head. */
  head: Buffer;
}

/**
 * Listens on 127.0.0.1 and hands every request to `answer`; a ConnectionLostError of its resets the connection.
 * @param port 0 for any free port
 * @param switchProtocols answers what wants to be upgraded. @default nobody is
 * @throws PortTakenError
 */
export async function listen(
  port: number,
  answer: (request: HttpRequest) => Promise<AwsResponse>,
  switchProtocols?: (request: HttpRequest, upgrade: Upgrade) => Promise<void>,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    noDelay: true,
  });
  // Payloads of 10 MB over slow clients, and long polls, must not run into Node's five minutes.
  server.requestTimeout = 0;
  server.on('request', (request, response) => void serve(request, response, answer));
  // Node.js lets go of sockets that are upgraded, so that nobody else closes them.
  const upgraded = new Set<Duplex>();
  if (switchProtocols) {
    server.on('upgrade', (request, socket, head) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      void upgrade({ request, socket, head }, switchProtocols);
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new PortTakenError(`port ${port} of 127.0.0.1 is taken by another process`, { cause: error })
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server, upgraded) };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: HttpRequest) => Promise<AwsResponse>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const answered = await answer(httpRequest(request, gone.signal));
    if (response.destroyed) {
      // Nobody will read it: what it holds open is let go.
      if (answered.body instanceof Readable) answered.body.destroy();
      return;
    }
    await respond(response, answered);
  } catch (error) {
    if (error instanceof ConnectionLostError) request.socket.resetAndDestroy();
    else if (response.headersSent) response.destroy();
    else if (!response.destroyed) await respond(response, internalFailure(error));
  }
}

async function upgrade(
  { request, socket, head }: Upgrade,
  switchProtocols: (request: HttpRequest, upgrade: Upgrade) => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  // Whoever goes away, or is reset, is no error.
  socket.on('error', () => {});
  socket.once('close', () => gone.abort());
  try {
    await switchProtocols(httpRequest(request, gone.signal), { request, socket, head });
  } catch {
    // A lost connection ends without a word, and there is no answer for anything else.
    request.socket.resetAndDestroy();
  }
}

function httpRequest(request: IncomingMessage, signal: AbortSignal): HttpRequest {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  return {
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers: flat(request.headers),
    rawHeaders: request.rawHeaders,
    body: request,
    signal,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return result;
}

function internalFailure(error: unknown): AwsResponse {
  const { status, code, message } = asAwsError(error);
  return refusal(status, code, message);
}

async function close(server: Server, upgraded: Set<Duplex>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  for (const socket of upgraded) socket.destroy();
  await closed;
}
