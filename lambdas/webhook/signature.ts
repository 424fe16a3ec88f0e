import type { HmacSource, WebhookSource } from '../../contracts/webhooks';

/** Finds a header whatever its case; empty ones are absent. */
export type FindHeader = (name: string) => string | undefined;

/** What a request says of its signature, not yet believed. */
export interface Signature {
  algorithm: HmacSource['algorithm'];
  encoding: HmacSource['encoding'];
  /** What is signed before the body. */
  before: string;
  /** Signatures in the form of the encoding; one that matches is enough. */
  candidates: string[];
  /** When it was signed as the request spells it; absent where the scheme has no timestamp. */
  timestamp?: string;
}

/** A source whose requests are signed. */
export type SignedSource = Exclude<WebhookSource, { scheme: 'none' }>;

/** Reads the signature of a request; undefined when it has none of the source's scheme. */
export function readSignature(source: SignedSource, header: FindHeader): Signature | undefined {
  switch (source.scheme) {
    case 'standard':
      return standard(header);
    case 'stripe':
      return stripe(header);
    case 'github':
      return plain(
        { header: 'X-Hub-Signature-256', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
        header,
      );
    case 'hmac':
      return plain(source, header);
  }
}

/** `<id>.<timestamp>.<body>`, one `v1,<Base64>` for each secret in use (Standard Webhooks specification, "Signature scheme"). */
function standard(header: FindHeader): Signature | undefined {
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  const signatures = header('webhook-signature');
  if (!id || !timestamp || !signatures) return undefined;
  const candidates = signatures
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .map((each) => each.slice(3));
  return { algorithm: 'sha256', encoding: 'base64', before: `${id}.${timestamp}.`, candidates, timestamp };
}

/** `<timestamp>.<body>` in `t=<timestamp>,v1=<hex>,…` (Stripe documentation, "Verify webhook signatures manually"). */
function stripe(header: FindHeader): Signature | undefined {
  const signature = header('Stripe-Signature');
  if (!signature) return undefined;
  const elements = signature.split(',').map((element) => element.trim());
  const valuesOf = (key: string) =>
    elements
      .filter((element) => element.startsWith(`${key}=`))
      .map((element) => element.slice(key.length + 1));
  // Of several the first, which is then both what is verified and what must be fresh.
  const [timestamp = ''] = valuesOf('t');
  const candidates = valuesOf('v1');
  return { algorithm: 'sha256', encoding: 'hex', before: `${timestamp}.`, candidates, timestamp };
}

/** The body alone. */
function plain(
  {
    header: name,
    algorithm,
    encoding,
    prefix,
  }: Pick<HmacSource, 'header' | 'algorithm' | 'encoding' | 'prefix'>,
  header: FindHeader,
): Signature | undefined {
  const value = header(name);
  if (!value) return undefined;
  const candidates = value.startsWith(prefix) ? [value.slice(prefix.length)] : [];
  return { algorithm, encoding, before: '', candidates };
}
