import type { Settings } from '../config/settings';
import { CAPTURE_PREFIX, MESSAGE_PREFIX } from '../contracts/capture';
import { captureBucketName, type WorkflowType } from '../contracts/naming';
import type { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RegionalStack } from './regional-stack';

type BucketSettings = Pick<Settings, 'name' | 'ingest'>;

/** Lets a function list every captured object. */
export function grantListCaptures(fn: NodeFunction, stack: RegionalStack, settings: BucketSettings): void {
  fn.wire({}, allow(['s3:ListBucket'], bucketArns(stack, settings)));
}

/** Below what prefixes the objects lie that a workflow type processes. */
const PREFIXES: Record<WorkflowType, string[]> = {
  EXPRESS: [CAPTURE_PREFIX, MESSAGE_PREFIX],
  STANDARD: [CAPTURE_PREFIX],
};

/** Lets a function read every captured object of the regions that the deployment has now, for one type of workflow. */
export function grantReadCaptures(
  fn: NodeFunction,
  stack: RegionalStack,
  settings: BucketSettings,
  type: WorkflowType,
): void {
  grantRead(fn, bucketArns(stack, settings), PREFIXES[type]);
}

/**
 * Lets a function read every captured object of whatever region: what is said in one region changes nothing in the stacks of
 * the others when a region is added.
 */
export function grantReadCapturesAnywhere(fn: NodeFunction, stack: RegionalStack, name: string): void {
  grantRead(fn, [bucketArn(stack, name, '*')], PREFIXES.EXPRESS);
}

/** Lets a function read stored messages. */
export function grantReadMessages(fn: NodeFunction, stack: RegionalStack, settings: BucketSettings): void {
  grantRead(fn, bucketArns(stack, settings), [MESSAGE_PREFIX]);
}

/** Lets a function store messages, and look at those that it finds stored. */
export function grantStoreMessages(fn: NodeFunction, stack: RegionalStack, settings: BucketSettings): void {
  fn.wire(
    {},
    allow(['s3:PutObject', 's3:GetObject'], objectArns(bucketArns(stack, settings), [MESSAGE_PREFIX])),
  );
}

/** Buckets may be listed too, because without that S3 answers 403 and not 404 for an object that is gone (S3 API Reference, GetObject). */
function grantRead(fn: NodeFunction, buckets: string[], prefixes: string[]): void {
  fn.wire({}, allow(['s3:GetObject'], objectArns(buckets, prefixes)), allow(['s3:ListBucket'], buckets));
}

function objectArns(buckets: string[], prefixes: string[]): string[] {
  return prefixes.flatMap((prefix) => buckets.map((bucket) => `${bucket}/${prefix}*`));
}

function bucketArns(stack: RegionalStack, { name, ingest }: BucketSettings): string[] {
  return ingest.map(({ region }) => bucketArn(stack, name, region));
}

function bucketArn({ accountId, partition }: RegionalStack, name: string, region: string): string {
  return `arn:${partition}:s3:::${captureBucketName(name, accountId, region)}`;
}
