import type { HttpRequest } from '../front-door/server';
import { ALGORITHM, type Scope, scopeOf } from './scope';
import { SignatureError } from './signature-error';

/** A signature as it came with a call. */
export interface Signature extends Scope {
  /** Time of signing as sent, `YYYYMMDDTHHMMSSZ`. */
  time: string;
  /** The same, epoch ms. */
  signedAt: number;
  /** Present when it stands in the query: seconds that it holds. */
  expiresSeconds?: number;
  /** Lower-case names, in the order given. */
  signedHeaders: string[];
  /** Hex. */
  value: string;
  sessionToken?: string;
}

/** Longest time that a signature in a query holds, seconds: a week (S3 API reference, "Authenticating requests: using query parameters"). */
const MAX_EXPIRES_SECONDS = 604_800;

/** `20260131T235959Z` */
const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** What a signature is read from. */
export type SignedRequest = Pick<HttpRequest, 'method' | 'path' | 'query' | 'headers' | 'rawHeaders'>;

/** The signature of a call, whether it stands in its headers or in its query. @throws SignatureError `INCOMPLETE` */
export function readSignature({ headers, query }: SignedRequest): Signature {
  const scope = scopeOf(headers.authorization, query);
  if (!scope) throw new SignatureError('INCOMPLETE', 'The credential scope is missing or malformed.');
  return headers.authorization ? fromHeader(scope, headers.authorization, headers) : fromQuery(scope, query);
}

/** AWS General Reference, "Create a signed AWS API request": `Credential=…, SignedHeaders=…, Signature=…`. */
function fromHeader(scope: Scope, authorization: string, headers: SignedRequest['headers']): Signature {
  const parts = new Map(
    authorization
      .slice(ALGORITHM.length)
      .split(',')
      .map((part) => part.trim().split(/=(.*)/s, 2) as [string, string | undefined]),
  );
  return {
    ...scope,
    ...timeOf(headers['x-amz-date'] ?? ''),
    signedHeaders: namesOf(parts.get('SignedHeaders')),
    value: signatureOf(parts.get('Signature')),
    sessionToken: headers['x-amz-security-token'],
  };
}

function fromQuery(scope: Scope, query: URLSearchParams): Signature {
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw new SignatureError('INCOMPLETE', `X-Amz-Algorithm: allowed is ${ALGORITHM}.`);
  }
  const expiresSeconds = Number(query.get('X-Amz-Expires') || Number.NaN);
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 1 || expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw new SignatureError('INCOMPLETE', `X-Amz-Expires: allowed is 1–${MAX_EXPIRES_SECONDS} seconds.`);
  }
  return {
    ...scope,
    ...timeOf(query.get('X-Amz-Date') ?? ''),
    expiresSeconds,
    signedHeaders: namesOf(query.get('X-Amz-SignedHeaders')),
    value: signatureOf(query.get('X-Amz-Signature')),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
  };
}

function timeOf(time: string): Pick<Signature, 'time' | 'signedAt'> {
  const signedAt = AMZ_DATE.test(time)
    ? Date.parse(time.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z'))
    : Number.NaN;
  if (Number.isNaN(signedAt)) {
    throw new SignatureError('INCOMPLETE', 'X-Amz-Date: allowed is a time such as 20260131T235959Z.');
  }
  return { time, signedAt };
}

function namesOf(list: string | null | undefined): string[] {
  if (!list) throw new SignatureError('INCOMPLETE', 'SignedHeaders are missing.');
  return list.split(';').map((name) => name.toLowerCase());
}

function signatureOf(value: string | null | undefined): string {
  if (!value) throw new SignatureError('INCOMPLETE', 'The signature is missing.');
  return value;
}
