import { createHash } from 'node:crypto';
import type { Signature, SignedRequest } from './signature';

/** Whatever is no unreserved character of RFC 3986 is percent-encoded. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical request that a signature is made of. Source: AWS General Reference, "Create a signed AWS API request"
 * and, for S3, "Signature Calculations for the Authorization Header".
 * @param payloadHash SHA-256 of the body in hex, or what the client announced in its place
 */
export function canonicalRequest(request: SignedRequest, signature: Signature, payloadHash: string): string {
  return [
    request.method,
    signature.service === 's3' ? objectPath(request.path) : servicePath(request.path),
    canonicalQuery(request.query),
    ...signature.signedHeaders.map((name) => `${name}:${headerValue(request.rawHeaders, name)}`),
    '',
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** SHA-256, hex. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** S3 takes the path of an object as it is, encoded once however the client wrote it. */
function objectPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
}

/** Every other service resolves the path and encodes it once more. */
function servicePath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Sorted by their encoded form; the signature itself is no part of it. */
function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([name, value], [otherName, otherValue]) => compare(name, otherName) || compare(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** All values of a header as they came, spaces in a row made one. */
function headerValue(rawHeaders: string[], name: string): string {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) {
      values.push((rawHeaders[index + 1] ?? '').trim().replace(/ +/g, ' '));
    }
  }
  return values.join(',');
}
