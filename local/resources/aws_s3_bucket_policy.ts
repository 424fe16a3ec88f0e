import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { requireBucket } from './require-bucket';
import { withPolicy } from './with-policy';

/** `aws_s3_bucket_policy`: who may not, or may besides, do what with the bucket and its objects. */
export const awsS3BucketPolicy: ResourceType<Services> = {
  type: 'aws_s3_bucket_policy',
  attributes: {
    bucket: 'served',
    policy: 'served',
  },
  create({ attributes }, { iam, s3 }) {
    const bucket = requireBucket(s3, attributes.bucket);
    withPolicy('policy', () => iam.putResourcePolicy(bucket.arn, String(attributes.policy)));
    return { id: bucket.name };
  },
};
