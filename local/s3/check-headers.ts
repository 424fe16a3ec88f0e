import { AwsError } from '../core/aws-error';
import type { S3Request } from './s3-operation';

/** Headers that the local S3 honours with one value only: any other would be ignored without a word. */
const ONLY: Record<string, string> = {
  'x-amz-server-side-encryption': 'AES256',
  'x-amz-storage-class': 'STANDARD',
};

/**
 * Checks what the headers of any request ask for.
 * @throws AwsError `NotImplemented` (501), or `AccessDenied` (403) for a bucket that is expected to be somebody else's
 */
export function checkHeaders({ headers, query }: S3Request, accountId: string): void {
  for (const [name, served] of Object.entries(ONLY)) {
    const given = headers[name];
    if (given !== undefined && given !== served) {
      throw notServed(`${name}: ${given}`);
    }
  }
  if (headers['x-amz-copy-source'] !== undefined) {
    throw notServed(query.has('uploadId') ? 'UploadPartCopy' : 'CopyObject');
  }
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== accountId) {
    throw new AwsError('AccessDenied', 'Access Denied', 403);
  }
}

function notServed(what: string): AwsError {
  return new AwsError('NotImplemented', `s3: ${what} is not served by the local cloud.`, 501);
}
