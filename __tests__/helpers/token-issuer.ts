import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const AUDIENCE = 'pillarbox';

/** An issuer of JSON Web Tokens on this machine, with its keys over HTTP. */
export class TokenIssuer {
  private readonly keys = new Map<string, { privateKey: KeyObject; jwk: object }>();
  private readonly server: Server;
  /** How often the keys were asked for. */
  asked = 0;
  /** What is answered instead of the keys. */
  failure?: number;

  constructor() {
    this.addKey('first');
    this.server = createServer((request, response) => {
      this.asked += 1;
      const found = request.url === '/.well-known/jwks.json';
      response.writeHead(this.failure ?? (found ? 200 : 404), { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys: [...this.keys.values()].map(({ jwk }) => jwk) }));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As the configuration names it. */
  get settings() {
    return { issuer: this.url, audience: [AUDIENCE] };
  }

  addKey(kid: string): void {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
    this.keys.set(kid, { privateKey, jwk });
  }

  /** A token of a subject, valid for an hour, with these claims instead of the usual ones; undefined leaves one out. */
  token(
    sub: string | undefined,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.url, aud: AUDIENCE, sub, iat: now, exp: now + 3600, ...claims };
    const head = { alg: 'RS256', typ: 'JWT', kid: 'first', ...header };
    const input = [head, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const key = this.keys.get(String(head.kid)) ?? this.keys.get('first')!;
    return `${input}.${createSign('RSA-SHA256').update(input).sign(key.privateKey, 'base64url')}`;
  }
}
