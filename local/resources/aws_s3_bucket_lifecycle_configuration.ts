import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf } from './checks';
import { requireBucket } from './require-bucket';

const REASON = 'S3 expires objects once a day and counts in days; a local start forgets everything before';

/** `aws_s3_bucket_lifecycle_configuration`: without effect on objects. */
export const awsS3BucketLifecycleConfiguration: ResourceType<Services> = {
  type: 'aws_s3_bucket_lifecycle_configuration',
  attributes: {
    bucket: 'served',
    'rule.id': { inert: REASON },
    'rule.status': oneOf('Enabled', 'Disabled'),
    'rule.filter.prefix': { inert: REASON },
    'rule.expiration.days': { inert: REASON },
    'rule.noncurrent_version_expiration.noncurrent_days': { inert: REASON },
    'rule.abort_incomplete_multipart_upload.days_after_initiation': { inert: REASON },
  },
  create({ attributes }, { s3 }) {
    return { id: requireBucket(s3, attributes.bucket).name };
  },
};
