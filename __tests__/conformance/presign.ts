import { createHash, createHmac } from 'node:crypto';

export interface PresignProps {
  endpoint: string;
  method: 'GET' | 'PUT';
  /** Unencoded, of characters that need no encoding. */
  path: string;
  region: string;
  /** Seconds. */
  expiresIn: number;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * A presigned S3 URL for the clients' credentials.
 * Source: S3 API reference, "Authenticating requests: using query parameters (AWS Signature Version 4)".
 */
export function presign({ endpoint, method, path, region, expiresIn }: PresignProps): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `conformance/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(expiresIn),
    'X-Amz-SignedHeaders': 'host',
  });
  const { host } = new URL(endpoint);
  const request = [method, path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac('AWS4conformance', time.slice(0, 8)));
  query.set('X-Amz-Signature', hmac(key, toSign).toString('hex'));
  return `${endpoint}${path}?${query}`;
}
