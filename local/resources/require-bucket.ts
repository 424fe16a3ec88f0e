import type { Bucket } from '../s3/bucket';
import type { S3Service } from '../s3/service';

/** The bucket that a resource configures. @throws Error when there is none of that name */
export function requireBucket(s3: S3Service, name: unknown): Bucket {
  const bucket = s3.bucketOf(String(name));
  if (!bucket) {
    throw new Error(`bucket: ${name} does not exist`);
  }
  return bucket;
}
