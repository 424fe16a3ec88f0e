/** Whose key signed a call, and for which service and region: enough to send it on, not to believe it. */
export interface Scope {
  accessKeyId: string;
  /** Day of the signing key, `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
}

/** The one algorithm that is served. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

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
  const [accessKeyId, date, region, service, end] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, date, region, service };
}
