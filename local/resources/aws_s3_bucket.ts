import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { TAGS } from './checks';

/** `aws_s3_bucket`: objects in memory, and in temporary files when large. */
export const awsS3Bucket: ResourceType<Services> = {
  type: 'aws_s3_bucket',
  attributes: {
    bucket: 'served',
    force_destroy: { inert: 'nothing is ever destroyed' },
    tags: TAGS,
  },
  create({ region, attributes }, { s3 }) {
    const { name, arn } = s3.createBucket(region, String(attributes.bucket));
    return {
      id: name,
      bucket: name,
      arn,
      region,
      bucket_domain_name: `${name}.s3.amazonaws.com`,
      bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
    };
  },
};
