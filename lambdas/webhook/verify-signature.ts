import { createHmac, timingSafeEqual } from 'node:crypto';
import { signingKey } from '../../contracts/webhooks';
import { type FindHeader, readSignature, type Signature, type SignedSource } from './signature';

/** A request that a source is said to have sent. */
export interface SignedRequest {
  header: FindHeader;
  /** The body as it was sent, byte for byte. */
  body: Buffer;
}

/** When it is, and how far from it a signature may have been made. */
export interface Freshness {
  /** Epoch ms. */
  now: number;
  /** Seconds, either way. */
  toleranceSeconds: number;
}

/** What became of a signature. */
export type Verdict = 'ACCEPTED' | 'NO_SIGNATURE' | 'NOT_ACCEPTED' | 'STALE';

/**
 * Holds a request against every secret of its source. What is compared is the encoded form, so that no two spellings of
 * a signature are the same, in constant time; every secret is tried, whichever matches.
 */
export function verifySignature(
  source: SignedSource,
  secrets: string[],
  { header, body }: SignedRequest,
  freshness: Freshness,
): Verdict {
  const signature = readSignature(source, header);
  if (!signature) return 'NO_SIGNATURE';
  const keys = secrets.flatMap((secret) => signingKey(source.scheme, secret) ?? []);
  const expected = keys.map((key) => sign(signature, key, body));
  const matches = expected.flatMap((each) =>
    signature.candidates.map((candidate) => isSame(each, candidate)),
  );
  if (!matches.includes(true)) return 'NOT_ACCEPTED';
  return isFresh(signature, freshness) ? 'ACCEPTED' : 'STALE';
}

function sign({ algorithm, encoding, before }: Signature, key: Buffer, body: Buffer): string {
  return createHmac(algorithm, key).update(before, 'utf8').update(body).digest(encoding);
}

function isSame(expected: string, candidate: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(candidate)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Seconds since the epoch, as both schemes with a timestamp have it; what is no number is far from any. */
function isFresh({ timestamp }: Signature, { now, toleranceSeconds }: Freshness): boolean {
  if (timestamp === undefined) return true;
  return Math.abs(now / 1000 - Number(timestamp)) <= toleranceSeconds;
}
