import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Mend, Reply, Request } from './mend';

/** The forwarder in front of the emulator. */
export interface Forwarder {
  endpoint: string;
  /** How often each mend was used, by name; those that never were included. */
  readonly used: ReadonlyMap<string, number>;
  /** What went wrong in the forwarder itself; the client was answered 502 for it. */
  readonly faults: readonly string[];
  stop(): Promise<void>;
}

/** Listens on a free port of this machine and hands everything to `target` as it is, save for what is mended. */
export async function startForwarder(target: URL, mends: Mend[]): Promise<Forwarder> {
  const used = new Map(mends.map(({ name }) => [name, 0]));
  const counting = mends.map((mend) =>
    counted(mend, () => used.set(mend.name, (used.get(mend.name) ?? 0) + 1)),
  );
  const faults: string[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, target, counting).catch((error: Error) => {
      faults.push(`${incoming.method} ${incoming.url}: ${error.message}`);
      outgoing.writeHead(502).end(`forwarder: ${error.message}`);
    });
  });
  // Longer than any client keeps an idle connection: none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, used, faults, stop: () => close(server) };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: URL,
  mends: Mend[],
): Promise<void> {
  const sent: Request = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    body: await buffer(incoming),
  };
  const reply = firstOf(mends, (mend) => mend.answer?.(sent)) ?? (await forwarded(sent, target, mends));
  outgoing.writeHead(reply.status, reply.headers).end(reply.body);
}

async function forwarded(sent: Request, target: URL, mends: Mend[]): Promise<Reply> {
  for (const mend of mends) sent.body = mend.completeRequest?.(sent) ?? sent.body;
  const reply = await forward(sent, target);
  for (const mend of mends) {
    const body = mend.completeReply?.(sent, reply);
    if (body === undefined) continue;
    reply.body = body;
    // moto sends a checksum of its own body with some answers.
    delete reply.headers['x-amz-crc32'];
  }
  if (sent.method !== 'HEAD') reply.headers = framed(reply.headers, reply.body);
  return reply;
}

function forward({ method, path, headers, body }: Request, { hostname, port }: URL): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { hostname, port, method, path, headers: framed(headers, body) };
    const onward = request(options, (answer) => {
      buffer(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        reject,
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });
}

/** Headers for a body that is sent in one piece. */
function framed(headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders {
  const { 'transfer-encoding': _, expect: __, ...rest } = headers;
  return { ...rest, 'content-length': String(body.length) };
}

/** The same mend, telling when it did something. */
function counted(mend: Mend, count: () => void): Mend {
  const noted = <T>(result: T): T => {
    if (result !== undefined) count();
    return result;
  };
  return {
    name: mend.name,
    reason: mend.reason,
    answer: (sent) => noted(mend.answer?.(sent)),
    completeRequest: (sent) => noted(mend.completeRequest?.(sent)),
    completeReply: (sent, reply) => noted(mend.completeReply?.(sent, reply)),
  };
}

function firstOf<T, R>(items: T[], attempt: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = attempt(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
