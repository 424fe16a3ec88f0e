import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Caller } from '../core/call';
import type { Credentials } from '../core/credentials';
import { canonicalRequest, sha256 } from './canonical-request';
import { ALGORITHM } from './scope';
import { readSignature, type Signature, type SignedRequest } from './signature';
import { SignatureError } from './signature-error';

/** How far a signature's time may be from ours, ms: S3's `RequestTimeTooSkewed` and what other services take. */
const MAX_SKEW_MS = { s3: 15 * 60_000, others: 5 * 60_000 };

/** What S3 takes in place of a hash where the query is signed. */
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** Verifies Signature Version 4, in the header or in the query, and tells whose it is. */
export class Signatures {
  constructor(
    private readonly credentials: Pick<Credentials, 'find'>,
    private readonly now: () => number,
  ) {}

  /**
   * Who signed a call.
   * @param body undefined for S3, which holds what it stores against the hash that was signed
   * @throws SignatureError
   */
  verify(request: SignedRequest, body?: Buffer): Caller {
    const signature = readSignature(request);
    this.checkTime(signature);
    checkHeaders(request, signature);
    const key = this.credentials.find(signature.accessKeyId);
    if (key.sessionToken !== undefined && key.sessionToken !== signature.sessionToken) {
      throw new SignatureError('TOKEN', 'The security token included in the request is invalid.');
    }
    const hash = payloadHash(request, signature, body);
    const expected = sign(key.secretAccessKey, signature, canonicalRequest(request, signature, hash));
    if (!isEqual(expected, signature.value)) throw mismatch(key.caller, signature.accessKeyId);
    if (key.expiresAt !== undefined && key.expiresAt <= this.now()) {
      throw new SignatureError('TOKEN_EXPIRED', 'The security token included in the request is expired');
    }
    return key.caller;
  }

  private checkTime({ service, date, time, signedAt, expiresSeconds }: Signature): void {
    if (!time.startsWith(date)) {
      throw new SignatureError(
        'INCOMPLETE',
        `The date of the credential scope, ${date}, is not that of ${time}.`,
      );
    }
    const now = this.now();
    const skew = service === 's3' ? MAX_SKEW_MS.s3 : MAX_SKEW_MS.others;
    if (signedAt - now > skew) throw new SignatureError('SKEWED', `Signature not yet current: ${time}`);
    if (expiresSeconds !== undefined) {
      if (signedAt + expiresSeconds * 1000 <= now) throw new SignatureError('EXPIRED', 'Request has expired');
    } else if (now - signedAt > skew) {
      throw new SignatureError('SKEWED', `Signature expired: ${time}`);
    }
  }
}

/** Host is always signed; S3 takes none of its own headers unsigned (S3 API reference, "Authenticating requests"). */
function checkHeaders({ headers }: SignedRequest, { service, signedHeaders }: Signature): void {
  const signed = new Set(signedHeaders);
  const must = service === 's3' ? Object.keys(headers).filter((name) => name.startsWith('x-amz-')) : [];
  const missing = ['host', ...must].filter((name) => !signed.has(name) && !NEED_NOT_BE_SIGNED.includes(name));
  if (missing.length > 0) {
    throw new SignatureError(
      'UNSIGNED_HEADERS',
      `There were headers present in the request which were not signed: ${missing.join(', ')}`,
    );
  }
}

/** Part of what is signed in any case. */
const NEED_NOT_BE_SIGNED = ['x-amz-content-sha256'];

function payloadHash({ headers }: SignedRequest, signature: Signature, body: Buffer | undefined): string {
  if (signature.service !== 's3') return sha256(body ?? Buffer.alloc(0));
  const withoutAnnouncement = signature.expiresSeconds === undefined ? sha256('') : UNSIGNED_PAYLOAD;
  return headers['x-amz-content-sha256'] ?? withoutAnnouncement;
}

/** Source: AWS General Reference, "Create a signed AWS API request", steps 2 to 4. */
function sign(secret: string, { date, region, service, time }: Signature, request: string): string {
  const scope = [date, region, service, 'aws4_request'];
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secret}`);
  return hmac(key, [ALGORITHM, time, scope.join('/'), sha256(request)].join('\n')).toString('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

function isEqual(expected: string, received: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(received)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A person's key is not known to anyone: say what makes one that is accepted. */
function mismatch({ principal }: Caller, accessKeyId: string): SignatureError {
  const hint = principal.endsWith(':root')
    ? ` The local cloud takes any access key whose secret is the key itself: AWS_SECRET_ACCESS_KEY=${accessKeyId}`
    : '';
  return new SignatureError(
    'MISMATCH',
    `The request signature we calculated does not match the signature you provided.${hint}`,
  );
}
