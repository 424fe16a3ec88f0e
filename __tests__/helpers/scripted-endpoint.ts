import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an operation is answered: a status and a body, or nothing at all. */
export type ScriptedAnswer = { status: number; body: object } | 'never';

/** Answers by operation, each told the endpoint's own URL. */
type Script = Record<string, (url: string) => ScriptedAnswer | Promise<ScriptedAnswer>>;

/** AWS on one port, as a test scripts it: by operation. Counts what it is asked, and how much of it at once. */
export class ScriptedEndpoint {
  /** Operations in the order in which they came, such as `GetQueueUrl`; paths where the protocol has no names. */
  readonly asked: string[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    await once(request.resume(), 'end');
    const operation = operationOf(request);
    this.asked.push(operation);
    const answer = await this.script[operation]?.(this.url);
    if (answer === 'never') return;
    response.writeHead(answer?.status ?? 200).end(JSON.stringify(answer?.body ?? {}));
  });

  constructor(private readonly script: Script) {}

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.url;
  }

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Connections that a client holds open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }
}

function operationOf({ headers, url = '' }: IncomingMessage): string {
  return String(headers['x-amz-target'] ?? '').split('.')[1] ?? url;
}
