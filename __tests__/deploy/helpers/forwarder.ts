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
import { MendUse } from './mend-use';

/** The forwarder in front of the emulator. */
export interface Forwarder {
  endpoint: string;
  readonly use: MendUse;
  /** What went wrong in the forwarder itself; the client was answered 502 for it. */
  readonly faults: readonly string[];
  stop(): Promise<void>;
}

/** Listens on a free port of this machine and hands everything to `target` as it is, save for what is mended. */
export async function startForwarder(target: URL, mends: Mend[]): Promise<Forwarder> {
  const use = new MendUse(mends);
  const faults: string[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing, target, use).catch((error: Error) => {
      faults.push(`${incoming.method} ${incoming.url}: ${error.message}`);
      outgoing.writeHead(502).end(`forwarder: ${error.message}`);
    });
  });
  // Longer than any client keeps an idle connection: none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, use, faults, stop: () => close(server) };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: URL,
  use: MendUse,
): Promise<void> {
  const sent: Request = {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    body: await buffer(incoming),
  };
  const reply = (await mended(sent, target, use)) ?? (await forwarded(sent, target, use));
  outgoing.writeHead(reply.status, reply.headers).end(reply.body);
}

/** A mend's answer in the emulator's place. The first time the emulator is asked, too: it may have healed. */
async function mended(sent: Request, target: URL, use: MendUse): Promise<Reply | undefined> {
  for (const mend of use.mends) {
    const reply = mend.answer?.(sent);
    if (!reply) continue;
    if (use.note(mend) === 1 && (await forward(sent, target)).status < 300) use.noteHealed(mend);
    return reply;
  }
  return undefined;
}

async function forwarded(sent: Request, target: URL, use: MendUse): Promise<Reply> {
  for (const mend of use.mends) {
    const body = mend.completeRequest?.(sent);
    if (body === undefined) continue;
    use.note(mend);
    sent.body = body;
  }
  const reply = await forward(sent, target);
  for (const mend of use.mends) {
    const body = mend.completeReply?.(sent, reply);
    if (body === undefined) continue;
    use.noteReply(mend, reply, body);
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

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
