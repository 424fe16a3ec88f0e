import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const AUDIENCE = 'pillarbox';

/** How keys of each algorithm are made, and by what digest they sign. */
const ALGORITHMS = {
  RS256: { make: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), digest: 'sha256' },
  ES256: { make: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), digest: 'sha256' },
  EdDSA: { make: () => generateKeyPairSync('ed25519'), digest: undefined },
};
export type SignatureAlgorithm = keyof typeof ALGORITHMS;

interface Key {
  alg: SignatureAlgorithm;
  privateKey: KeyObject;
  jwk: object;
}

/** An issuer of JSON Web Tokens on this machine, with its keys over HTTP. */
export class TokenIssuer {
  private readonly keys = new Map<string, Key>();
  private readonly server: Server;
  /** How often the keys were asked for. */
  asked = 0;
  /** What is answered instead of the keys. */
  failure?: number;
  /** What is answered with 200 instead of the keys. */
  text?: string;

  constructor() {
    this.addKey('first');
    this.server = createServer((request, response) => {
      this.asked += 1;
      const found = request.url === '/.well-known/jwks.json';
      response.writeHead(this.failure ?? (found ? 200 : 404), { 'content-type': 'application/json' });
      // In two parts: without a Content-Length.
      response.write(' ');
      response.end(this.text ?? JSON.stringify({ keys: this.publicKeys }));
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

  addKey(kid: string, alg: SignatureAlgorithm = 'RS256'): void {
    const { privateKey, publicKey } = ALGORITHMS[alg].make();
    this.keys.set(kid, {
      alg,
      privateKey,
      jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg },
    });
  }

  /** A token of a subject, valid for an hour, with these claims instead of the usual ones; undefined leaves one out. */
  token(
    sub: string | undefined,
    claims: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.url, aud: AUDIENCE, sub, iat: now, exp: now + 3600, ...claims };
    const kid = String(header.kid ?? 'first');
    const { alg, privateKey } = this.keys.get(kid) ?? this.keys.get('first')!;
    const head = { alg, typ: 'JWT', kid, ...header };
    const input = [head, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature = sign(ALGORITHMS[alg].digest, Buffer.from(input), {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${input}.${signature.toString('base64url')}`;
  }

  private get publicKeys(): object[] {
    return [...this.keys.values()].map(({ jwk }) => jwk);
  }
}
