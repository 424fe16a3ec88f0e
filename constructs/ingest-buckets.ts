import type { Settings } from '../config/settings';
import { CAPTURE_PREFIX } from '../contracts/capture';
import { captureBucketName } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RegionalStack } from './regional-stack';

type BucketSettings = Pick<Settings, 'name' | 'ingest'>;

/** Lets a function list every captured object. */
export function grantListCaptures(fn: NodeFunction, stack: RegionalStack, settings: BucketSettings): void {
  fn.wire({}, allow(['s3:ListBucket'], bucketArns(stack, settings)));
}

/**
 * Lets a function read every captured object. It may list the buckets too, because without that S3 answers 403 and not
 * 404 for an object that is gone (S3 API Reference, GetObject).
 */
export function grantReadCaptures(fn: NodeFunction, stack: RegionalStack, settings: BucketSettings): void {
  const buckets = bucketArns(stack, settings);
  fn.wire(
    {},
    allow(
      ['s3:GetObject'],
      buckets.map((bucket) => `${bucket}/${CAPTURE_PREFIX}*`),
    ),
    allow(['s3:ListBucket'], buckets),
  );
}

function bucketArns({ accountId, partition }: RegionalStack, { name, ingest }: BucketSettings): string[] {
  return ingest.map(({ region }) => `arn:${partition}:s3:::${captureBucketName(name, accountId, region)}`);
}
