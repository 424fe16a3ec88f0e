import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService, Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import { asAwsError } from '../protocol/json-answer';
import { Bucket, type StoredObject } from './bucket';
import { checkHeaders } from './check-headers';
import { noSuchBucket } from './errors';
import { requestId } from './event-record';
import { findOperation } from './find-operation';
import type { NotificationRule } from './notification-rule';
import { Notifier } from './notifier';
import type { S3Operation, S3Request } from './s3-operation';
import { TempFiles } from './temp-files';
import { xmlError } from './xml';

/** Amazon S3 in all regions, path style. Buckets come from Terraform only: CreateBucket is not served. */
export class S3Service implements AwsService {
  readonly files = new TempFiles();
  private readonly buckets = new Map<string, Bucket>();
  private readonly notifier: Notifier;

  constructor(private readonly cloud: Cloud) {
    this.notifier = new Notifier(cloud);
  }

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const located = locate(request);
      const operation = findOperation(located);
      checkHeaders(located, this.accountId);
      const response = await this.pass(located, operation, () => operation.run(located, this));
      return { ...response, headers: { ...response.headers, ...requestIds() } };
    } catch (error) {
      return errorResponse(request, asAwsError(error));
    }
  }

  /** Executes one action behind the gate. An operation without an action of its own passes it key by key. */
  async pass<T>(
    request: S3Request,
    { action, on }: Pick<S3Operation, 'action' | 'on'>,
    work: () => T | Promise<T>,
  ): Promise<T> {
    if (action === undefined) {
      return work();
    }
    const { region, caller, signal } = request;
    const resource = this.resourceOf(request, on);
    return this.cloud.gate.run({ region, service: 's3', action, resource, caller, signal }, work);
  }

  /** @throws Error when the name is taken, in whichever region */
  createBucket(region: string, name: string): Bucket {
    if (this.buckets.has(name)) {
      throw new Error(`the bucket ${name} exists already`);
    }
    const bucket = new Bucket(name, region, this.bucketArn(name), this.now());
    this.buckets.set(name, bucket);
    return bucket;
  }

  /**
   * Replaces a bucket's notifications, after a test message to each queue.
   * @throws AwsError `InvalidArgument` when a queue is missing, refuses, or lies in another region
   */
  async putNotifications(bucket: Bucket, rules: NotificationRule[]): Promise<void> {
    for (const rule of rules) {
      await this.testNotification(bucket, rule);
    }
    bucket.notifications = rules;
  }

  bucketArn(name: string): string {
    return `arn:${this.cloud.partition}:s3:::${name}`;
  }

  objectUrl({ name }: Bucket, key: string): string {
    return `${this.cloud.endpoint}/${name}/${encodeURIComponent(key).replaceAll('%2F', '/')}`;
  }

  bucketOf(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  allBuckets(): Bucket[] {
    return [...this.buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @throws AwsError `NoSuchBucket`, or `AuthorizationHeaderMalformed` for a call signed for another region */
  findBucket(name: string, region: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      throw noSuchBucket(name);
    }
    if (bucket.region !== region) {
      throw new AwsError(
        'AuthorizationHeaderMalformed',
        `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
        400,
        { Region: bucket.region },
      );
    }
    return bucket;
  }

  /** Puts an object and reports it. */
  putObject(bucket: Bucket, object: Omit<StoredObject, 'lastModified'>, event: string, caller: Caller): void {
    const stored = { ...object, lastModified: this.now() };
    bucket.put(stored);
    this.notifier.notify({ bucket, object: stored, name: event, principal: caller.principal });
  }

  get accountId(): string {
    return this.cloud.accountId;
  }

  /** Epoch ms. */
  now(): number {
    return this.cloud.now();
  }

  /** Ends deliveries and removes the files of large objects. */
  stop(): void {
    this.notifier.stop();
    this.files.removeAll();
  }

  private resourceOf({ bucket, key }: S3Request, on: S3Operation['on']): string {
    if (on === 'account') {
      return '*';
    }
    return on === 'bucket' ? this.bucketArn(bucket) : `${this.bucketArn(bucket)}/${key}`;
  }

  private async testNotification(bucket: Bucket, rule: NotificationRule): Promise<void> {
    try {
      if (rule.queueArn.split(':')[3] !== bucket.region) {
        throw new Error('the queue lies in another region than the bucket');
      }
      await this.notifier.test(bucket, rule);
    } catch (cause) {
      const message = `Unable to validate the following destination configurations: ${rule.queueArn} (${cause})`;
      throw Object.assign(new AwsError('InvalidArgument', message), { cause });
    }
  }
}

/** The request with bucket and key from its path. @throws AwsError `InvalidURI` */
function locate(request: AwsRequest): S3Request {
  const [, bucket = '', ...key] = request.path.split('/');
  try {
    return { ...request, bucket: decodeURIComponent(bucket), key: decodeURIComponent(key.join('/')) };
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: request.path });
  }
}

function errorResponse({ method, path }: AwsRequest, error: AwsError): AwsResponse {
  const ids = requestIds();
  const { Region } = error.details;
  const headers = {
    ...ids,
    'content-type': 'application/xml',
    ...(typeof Region === 'string' ? { 'x-amz-bucket-region': Region } : {}),
  };
  const content = {
    Code: error.code,
    Message: error.message,
    ...error.details,
    Resource: path,
    RequestId: ids['x-amz-request-id'],
    HostId: ids['x-amz-id-2'],
  };
  return { status: error.status, headers, body: method === 'HEAD' ? '' : xmlError(content) };
}

function requestIds(): { 'x-amz-request-id': string; 'x-amz-id-2': string } {
  return { 'x-amz-request-id': requestId(), 'x-amz-id-2': randomUUID() };
}
