import { JwtVerifier } from 'aws-jwt-verify';
import {
  JwksValidationError,
  JwkValidationError,
  JwtNotBeforeError,
  KidNotFoundInJwksError,
  WaitPeriodNotYetEndedJwkError,
} from 'aws-jwt-verify/error';
import { type JwksCache, SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { IssuerOfTokens } from '../../contracts/environment';

/** Whose token it is; NOT_ACCEPTED for good, NOT_YET when the same token may be accepted a moment later. */
export type Verdict = { subject: string } | 'NOT_ACCEPTED' | 'NOT_YET';

/** Verifies one token. @throws whatever kept the issuer's keys from being read */
export type VerifyToken = (token: string) => Promise<Verdict>;

/**
 * A verifier that remembers the issuer's keys, and reads them again for a key id that it does not know. The signature, the
 * issuer, the audience, `exp` and `nbf` are checked; a token that does not expire, or names no subject, is not accepted.
 */
export function tokenVerifier(
  { issuer, audience, jwksUri }: IssuerOfTokens,
  jwksCache = jwksOver(fetchKeys),
): VerifyToken {
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache });
  return async (token) => {
    try {
      const { sub, exp } = await verifier.verify(token);
      return typeof sub === 'string' && sub !== '' && exp !== undefined ? { subject: sub } : 'NOT_ACCEPTED';
    } catch (error) {
      if (TROUBLE.some((kind) => error instanceof kind)) throw error;
      return NOT_YET.some((kind) => error instanceof kind) ? 'NOT_YET' : 'NOT_ACCEPTED';
    }
  };
}

/** Keys may have been changed a moment ago, and clocks differ. */
const NOT_YET = [KidNotFoundInJwksError, WaitPeriodNotYetEndedJwkError, JwtNotBeforeError];

/** The issuer's keys could not be read. */
class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/**
 * Trouble with the keys. Any other error is the token's: what a caller writes into one can make crypto and dates throw errors of
 * every kind, such as a signature that is too short for a key of an elliptic curve.
 */
const TROUBLE = [KeysUnavailableError, JwksValidationError, JwkValidationError];

/** A cache of keys that reads them by this function. */
export function jwksOver(fetch: (uri: string) => Promise<ArrayBuffer>): JwksCache {
  const fetchOrSay = (uri: string) =>
    fetch(uri).catch((cause) => {
      throw new KeysUnavailableError(`${uri}: ${(cause as Error).message}`, { cause });
    });
  return new SimpleJwksCache({ fetcher: { fetch: fetchOrSay } });
}

/** How long the issuer may take, ms: that and a cold start fit into the function's time. */
const TIMEOUT_MS = 2000;

/** Largest list of keys, bytes. */
const MAX_BYTES = 512 * 1024;

/** Reads the keys over HTTP. @throws Error when the issuer does not answer with them */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`received ${response.status}`);
  return bytesOf(response);
}

/** The body of an answer. @throws Error as soon as it is too large, whatever its Content-Length */
async function bytesOf({ body }: Response): Promise<ArrayBuffer> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > MAX_BYTES) {
      await reader?.cancel();
      throw new Error(`received more than ${MAX_BYTES} bytes`);
    }
    chunks.push(part.value);
  }
  return new Uint8Array(Buffer.concat(chunks)).buffer;
}
