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
  return credential === null ? undefined : parseScope(credential);
}

function parseScope(credential: string): Scope | undefined {
  const [accessKeyId, , region, service, end] = credential.split('/');
  if (!accessKeyId || !region || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, region, service };
}
