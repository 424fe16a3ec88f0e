import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { policyFault } from './policy-document';
import { requireBucket } from './require-bucket';

/** `aws_s3_bucket_policy`: kept with the bucket. */
export const awsS3BucketPolicy: ResourceType<Services> = {
  type: 'aws_s3_bucket_policy',
  attributes: {
    bucket: 'served',
    policy: { checked: 'is an IAM policy document', check: policyFault },
  },
  create({ attributes }, { s3 }) {
    const bucket = requireBucket(s3, attributes.bucket);
    bucket.policy = String(attributes.policy);
    return { id: bucket.name };
  },
};
