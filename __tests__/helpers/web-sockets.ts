import WebSocket from 'ws';
import type { ConnectionContext } from '../../local/websocket/context';

/** What the local cloud knows of a connection of `alice`. */
export function newConnectionContext(): ConnectionContext {
  return {
    accountId: '000000000000',
    apiId: 'a1b2c3',
    stage: 'beta',
    domainName: 'a1b2c3.execute-api.eu-west-2.amazonaws.com',
    connectionId: 'connection=',
    connectedAt: 1_700_000_000_000,
    identity: { sourceIp: '192.0.2.1', userAgent: undefined },
    authorizer: { principalId: 'alice' },
  };
}

/** Largest frame that API Gateway takes, bytes (API Gateway Developer Guide, "Quotas for WebSocket APIs"). */
const MAX_FRAME_BYTES = 32 * 1024;

/** How long a client waits for what must come, ms: long enough for a loaded machine. */
const PATIENCE_MS = 30_000;

/** Raised when a handshake is refused. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly status: number,
    readonly body: Record<string, unknown>,
  ) {
    super(`${status}: ${JSON.stringify(body)}`);
  }
}

/** A stock WebSocket client that remembers what it was sent. */
export class Client {
  /** Everything it was sent, parsed, oldest first. */
  readonly received: Record<string, unknown>[] = [];
  /** Resolves when the connection has ended. */
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly listeners = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)));
      for (const listener of this.listeners) listener();
    });
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  /**
   * Connects.
   * @param handshakeMs how long the answer may take. @default as long as it takes
   * @throws RefusedError, or Error when the connection breaks or no answer comes
   */
  static async connect(
    url: string,
    headers: Record<string, string> = {},
    handshakeMs?: number,
  ): Promise<Client> {
    const socket = new WebSocket(url, { headers, handshakeTimeout: handshakeMs });
    const client = new Client(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      // Kept for later breaks, too: they are told by `closed`.
      socket.on('error', reject);
      socket.once('unexpected-response', async (_request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        reject(new RefusedError(response.statusCode ?? 0, JSON.parse(String(Buffer.concat(chunks)))));
      });
    });
    return client;
  }

  /** Sends a text, or an object as JSON. */
  send(message: string | object): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** The first message of those received, or to come, that is wanted. @throws Error when it does not come */
  async find(
    wanted: (message: Record<string, unknown>) => boolean,
    patienceMs = PATIENCE_MS,
  ): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.received.find(wanted);
      if (found) return found;
      await this.news(patienceMs);
    }
  }

  /** Sends a text in frames of the size that API Gateway takes at most. */
  sendInFrames(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += MAX_FRAME_BYTES) {
      const frame = bytes.subarray(at, at + MAX_FRAME_BYTES);
      this.socket.send(frame, { binary: false, fin: at + MAX_FRAME_BYTES >= bytes.length });
    }
  }

  /** Sends a message and returns what is said next. */
  ask(message: string | object): Promise<Record<string, unknown>> {
    return this.next(() => this.send(message));
  }

  /** The same for what is too long for one frame. */
  askInFrames(text: string): Promise<Record<string, unknown>> {
    return this.next(() => this.sendInFrames(text));
  }

  private async next(say: () => void): Promise<Record<string, unknown>> {
    const count = this.received.length;
    say();
    await this.until(() => this.received.length > count);
    return this.received[count]!;
  }

  /** Waits until something holds of what was received. */
  async until(holds: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
    while (!holds()) await this.news(patienceMs);
  }

  /** Closes the connection and waits for its end. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  private async news(patienceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let tell = () => {};
    const come = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () =>
          reject(
            new Error(`nothing came within ${patienceMs} ms after ${JSON.stringify(this.received.at(-1))}`),
          ),
        patienceMs,
      );
    });
    const end = this.closed.then(({ code, reason }) => {
      throw new Error(`the connection was closed: ${code} ${reason}`);
    });
    this.listeners.add(tell);
    try {
      await Promise.race([come, late, end]);
    } finally {
      clearTimeout(timer);
      this.listeners.delete(tell);
    }
  }
}
