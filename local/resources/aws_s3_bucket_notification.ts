import type { ResourceType } from '../core/resource-type';
import type { NotificationRule } from '../s3/notification-rule';
import type { Services } from '../services';
import { requireBucket } from './require-bucket';

/** Events that the local S3 causes. */
const SERVED = /^s3:ObjectCreated:(\*|Put|CompleteMultipartUpload)$/;

interface QueueBlock {
  id?: string;
  queue_arn: string;
  events: string[];
  filter_prefix?: string;
  filter_suffix?: string;
}

/** `aws_s3_bucket_notification`: replaces all notifications of a bucket, after a test event to each queue. */
export const awsS3BucketNotification: ResourceType<Services> = {
  type: 'aws_s3_bucket_notification',
  attributes: {
    bucket: 'served',
    'queue.id': 'served',
    'queue.queue_arn': 'served',
    'queue.filter_prefix': 'served',
    'queue.filter_suffix': 'served',
    'queue.events': 'served',
  },
  async create({ attributes }, { s3 }) {
    const bucket = requireBucket(s3, attributes.bucket);
    const blocks = [attributes.queue ?? []].flat() as QueueBlock[];
    await s3.putNotifications(bucket, blocks.map(ruleOf));
    return { id: bucket.name };
  },
};

function ruleOf(block: QueueBlock, index: number): NotificationRule {
  const unknown = block.events.find((event) => !SERVED.test(event));
  if (unknown !== undefined) {
    throw new Error(`queue[${index}].events: the local S3 causes no ${unknown}`);
  }
  return {
    id: block.id ?? `tf-s3-queue-${index}`,
    queueArn: block.queue_arn,
    events: block.events,
    prefix: block.filter_prefix ?? '',
    suffix: block.filter_suffix ?? '',
  };
}
