import { AwsError } from '../core/aws-error';
import type { StoredObject } from './bucket';
import { noSuchKey, preconditionFailed } from './errors';
import type { S3Request } from './s3-operation';

/**
 * Conditions of a write: `If-None-Match: *` and `If-Match: <ETag>`.
 * Source: S3 User Guide, "Conditional writes".
 *
 * @throws AwsError `PreconditionFailed` (412), `NoSuchKey` for If-Match without an object, `NotImplemented` otherwise
 */
export function checkWriteConditions({ headers, key }: S3Request, existing: StoredObject | undefined): void {
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError(
      'NotImplemented',
      'A header you provided implies functionality that is not implemented',
      501,
      {
        Header: 'If-None-Match',
      },
    );
  }
  if (ifNoneMatch !== undefined && existing) {
    throw preconditionFailed('If-None-Match');
  }
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined && !existing) {
    throw noSuchKey(key);
  }
  if (ifMatch !== undefined && existing && !namesETag(ifMatch, existing.eTag)) {
    throw preconditionFailed('If-Match');
  }
}

/**
 * Conditions of a read, in HTTP's order of precedence (RFC 9110, section 13.2.2).
 *
 * @returns true when the answer is 304 Not Modified
 * @throws AwsError `PreconditionFailed` (412)
 */
export function isNotModified({ headers }: S3Request, { eTag, lastModified }: StoredObject): boolean {
  const ifMatch = headers['if-match'];
  if (ifMatch !== undefined) {
    if (!namesETag(ifMatch, eTag)) {
      throw preconditionFailed('If-Match');
    }
  } else if (isAfter(lastModified, headers['if-unmodified-since'])) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const ifNoneMatch = headers['if-none-match'];
  if (ifNoneMatch !== undefined) {
    return namesETag(ifNoneMatch, eTag);
  }
  return headers['if-modified-since'] !== undefined && !isAfter(lastModified, headers['if-modified-since']);
}

function namesETag(header: string, eTag: string): boolean {
  const tags = header.split(',').map((tag) => tag.trim().replace(/^(W\/)?"|"$/g, ''));
  return tags.includes('*') || tags.includes(eTag);
}

/** HTTP dates have whole seconds. */
function isAfter(lastModified: number, date: string | undefined): boolean {
  const time = Date.parse(date ?? '');
  return !Number.isNaN(time) && Math.floor(lastModified / 1000) * 1000 > time;
}
