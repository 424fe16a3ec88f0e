import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { requireBucket } from './require-bucket';

const REASON = 'the local S3 has no access control lists and no callers from outside this machine';

/** `aws_s3_bucket_public_access_block`: without effect. */
export const awsS3BucketPublicAccessBlock: ResourceType<Services> = {
  type: 'aws_s3_bucket_public_access_block',
  attributes: {
    bucket: 'served',
    block_public_acls: { inert: REASON },
    block_public_policy: { inert: REASON },
    ignore_public_acls: { inert: REASON },
    restrict_public_buckets: { inert: REASON },
  },
  create({ attributes }, { s3 }) {
    return { id: requireBucket(s3, attributes.bucket).name };
  },
};
