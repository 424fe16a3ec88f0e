import { JwtVerifier } from 'aws-jwt-verify';
import {
  FailedAssertionError,
  JwtInvalidSignatureError,
  JwtNotBeforeError,
  JwtParseError,
  JwtWithoutValidKidError,
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
      if (NOT_YET.some((kind) => error instanceof kind)) return 'NOT_YET';
      if (NOT_ACCEPTED.some((kind) => error instanceof kind)) return 'NOT_ACCEPTED';
      throw error;
    }
  };
}

/** Keys may have been changed a moment ago, and clocks differ. */
const NOT_YET = [KidNotFoundInJwksError, WaitPeriodNotYetEndedJwkError, JwtNotBeforeError];

/** What is wrong with a token; any other error is trouble of ours or of the issuer. */
const NOT_ACCEPTED = [FailedAssertionError, JwtInvalidSignatureError, JwtParseError, JwtWithoutValidKidError];

/** A cache of keys that reads them by this function. */
export function jwksOver(fetch: (uri: string) => Promise<ArrayBuffer>): JwksCache {
  return new SimpleJwksCache({ fetcher: { fetch } });
}

/** How long the issuer may take, ms: twice that and a cold start fit into the function's time. */
const TIMEOUT_MS = 2000;

/** Largest list of keys, bytes. */
const MAX_BYTES = 512 * 1024;

/** Reads the keys over HTTP. @throws Error when the issuer does not answer with them */
async function fetchKeys(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${uri}: received ${response.status}`);
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BYTES) throw new Error(`${uri}: too large`);
  return response.arrayBuffer();
}
