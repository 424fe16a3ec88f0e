import type { Settings } from '../config/settings';
import { CAPTURE_PREFIX } from '../contracts/capture';
import { captureBucketName } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RegionalStack } from './regional-stack';

/**
 * Lets a function read every captured object. It may list the buckets too, because without that S3 answers 403 and not
 * 404 for an object that is gone (S3 API Reference, GetObject).
 */
export function grantReadCaptures(
  fn: NodeFunction,
  { accountId, partition }: RegionalStack,
  { name, ingest }: Pick<Settings, 'name' | 'ingest'>,
): void {
  const buckets = ingest.map(
    ({ region }) => `arn:${partition}:s3:::${captureBucketName(name, accountId, region)}`,
  );
  fn.wire(
    {},
    allow(
      ['s3:GetObject'],
      buckets.map((bucket) => `${bucket}/${CAPTURE_PREFIX}*`),
    ),
    allow(['s3:ListBucket'], buckets),
  );
}
