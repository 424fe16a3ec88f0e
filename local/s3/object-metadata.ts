import { AwsError } from '../core/aws-error';
import type { ObjectMetadata, StoredObject } from './bucket';

const USER_PREFIX = 'x-amz-meta-';
/** Names and values of user metadata together, bytes. Source: S3 User Guide, "Working with object metadata". */
const MAX_USER_METADATA_BYTES = 2048;
/** Source: S3 User Guide, "Object key naming guidelines". */
const MAX_KEY_BYTES = 1024;
const SYSTEM_HEADERS = ['cache-control', 'content-disposition', 'content-language', 'expires'];
/** Headers that ask for what is not there: better refused than ignored. */
const REFUSED_HEADERS =
  /^x-amz-(acl|grant-.*|tagging|object-lock-.*|website-redirect-location|copy-source.*|server-side-encryption-(customer|aws-kms|context).*|write-offset-bytes)$/;

/** The metadata that an upload's headers carry. @throws AwsError as S3 refuses them */
export function metadataOf(headers: Record<string, string>): ObjectMetadata {
  const refused = Object.keys(headers).find((name) => REFUSED_HEADERS.test(name));
  if (refused !== undefined) {
    throw new AwsError(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      501,
      {
        Header: refused,
      },
    );
  }
  return { headers: systemHeaders(headers), user: userMetadata(headers) };
}

/** @throws AwsError `KeyTooLongError` */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
      Size: size,
      MaxSizeAllowed: MAX_KEY_BYTES,
    });
  }
}

/** Headers that GetObject and HeadObject answer for an object, length and range excepted. */
export function objectHeaders(object: StoredObject): Record<string, string> {
  const user = Object.entries(object.metadata.user).map(([name, value]) => [USER_PREFIX + name, value]);
  return {
    ...object.metadata.headers,
    ...Object.fromEntries(user),
    etag: `"${object.eTag}"`,
    'last-modified': new Date(object.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
  };
}

function systemHeaders(headers: Record<string, string>): Record<string, string> {
  const kept = SYSTEM_HEADERS.filter((name) => headers[name] !== undefined);
  const result = Object.fromEntries(kept.map((name) => [name, headers[name]!]));
  result['content-type'] = headers['content-type'] || 'binary/octet-stream';
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const own = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  return own.length > 0 ? { ...result, 'content-encoding': own.join(',') } : result;
}

function userMetadata(headers: Record<string, string>): Record<string, string> {
  const user: Record<string, string> = {};
  let size = 0;
  for (const [header, value] of Object.entries(headers)) {
    if (header.startsWith(USER_PREFIX)) {
      const name = header.slice(USER_PREFIX.length);
      user[name] = value;
      // Header values arrive with one character per byte.
      size += name.length + value.length;
    }
  }
  if (size > MAX_USER_METADATA_BYTES) {
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      {
        Size: size,
        MaxSizeAllowed: MAX_USER_METADATA_BYTES,
      },
    );
  }
  return user;
}
