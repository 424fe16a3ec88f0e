/** Who signed a call, and for which service and region. The signature itself is not verified. */
export interface Scope {
  accessKeyId: string;
  region: string;
  service: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The credential scope of a signed call, from its `Authorization` header or, presigned, from its query
 * (AWS General Reference, "Signature Version 4": `<key>/<date>/<region>/<service>/aws4_request`).
 */
export function scopeOf(authorization: string | undefined, query: URLSearchParams): Scope | undefined {
  if (authorization?.startsWith(ALGORITHM)) {
    const start = authorization.indexOf('Credential=');
    return start < 0 ? undefined : parseScope(authorization.slice(start + 11).split(/[, ]/, 1)[0] ?? '');
  }
  const credential = query.get('X-Amz-Credential');
  return credential === null || !query.has('X-Amz-Signature') ? undefined : parseScope(credential);
}

function parseScope(credential: string): Scope | undefined {
  const [accessKeyId, , region, service, end] = credential.split('/');
  if (!accessKeyId || !region || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, region, service };
}

/** `20260131T235959Z` */
const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * When a presigned call expires, epoch ms (`X-Amz-Date` plus `X-Amz-Expires` seconds); `NaN` when it does not say, and
 * undefined for a call that is not presigned.
 */
export function expiryOf(query: URLSearchParams): number | undefined {
  if (!query.has('X-Amz-Signature')) return undefined;
  const date = (query.get('X-Amz-Date') ?? '').replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(date) + Number(query.get('X-Amz-Expires') ?? Number.NaN) * 1000;
}
