import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf } from './checks';
import { requireBucket } from './require-bucket';

/** `aws_s3_bucket_server_side_encryption_configuration`: answers say AES256; nothing is encrypted here. */
export const awsS3BucketServerSideEncryptionConfiguration: ResourceType<Services> = {
  type: 'aws_s3_bucket_server_side_encryption_configuration',
  attributes: {
    bucket: 'served',
    'rule.apply_server_side_encryption_by_default.sse_algorithm': oneOf('AES256'),
    'rule.bucket_key_enabled': { inert: 'saves calls to KMS, which AES256 does not make' },
  },
  create({ attributes }, { s3 }) {
    return { id: requireBucket(s3, attributes.bucket).name };
  },
};
