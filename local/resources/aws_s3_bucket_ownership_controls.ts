import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf } from './checks';
import { requireBucket } from './require-bucket';

/** `aws_s3_bucket_ownership_controls`: the local S3 has no access control lists, which this setting switches off. */
export const awsS3BucketOwnershipControls: ResourceType<Services> = {
  type: 'aws_s3_bucket_ownership_controls',
  attributes: {
    bucket: 'served',
    'rule.object_ownership': oneOf('BucketOwnerEnforced'),
  },
  create({ attributes }, { s3 }) {
    return { id: requireBucket(s3, attributes.bucket).name };
  },
};
