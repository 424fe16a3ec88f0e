import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { CAPTURE_PREFIX, type Channel } from '../contracts/capture';
import { ENV } from '../contracts/environment';
import { captureBucketName } from '../contracts/naming';
import type { CaptureQueue } from './capture-queue';
import type { NodeFunction } from './node-function';
import { allow, denyInsecureTransport, policyJson } from './policy';
import { RegionalStack } from './regional-stack';

/** What the capture bucket of a region is made from. */
export interface CaptureBucketProps {
  settings: Pick<Settings, 'name' | 'retention' | 'removal'>;
}

/** The bucket that captures are put to: private, encrypted, emptied by age. */
export class CaptureBucket extends Construct {
  /** Physical name, with the account id as a reference. */
  readonly name: string;
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, { settings }: CaptureBucketProps) {
    super(scope, id);
    const { accountId, region } = RegionalStack.of(this);
    this.name = captureBucketName(settings.name, accountId, region);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: this.name,
      forceDestroy: settings.removal === 'destroy',
    });
    this.closeToThePublic();
    this.encrypt();
    this.expire(settings.retention.objectDays);
  }

  /** Lets a function put captures of one channel, and tells it where. */
  grantPut(fn: NodeFunction, channel: Channel): void {
    fn.wire(
      { [ENV.captureBucket]: this.name },
      allow(['s3:PutObject'], [`${this.bucket.arn}/${CAPTURE_PREFIX}${channel}/*`]),
    );
  }

  /** Sends a message to the queue for every capture put here. */
  notify(queue: CaptureQueue): void {
    const policy = queue.acceptFrom(this.bucket.arn, RegionalStack.of(this).accountId);
    new S3BucketNotification(this, 'notification', {
      bucket: this.bucket.bucket,
      queue: [
        {
          id: 'captures',
          queueArn: queue.queue.arn,
          events: ['s3:ObjectCreated:*'],
          filterPrefix: CAPTURE_PREFIX,
        },
      ],
      dependsOn: [policy],
    });
  }

  private closeToThePublic(): void {
    const bucket = this.bucket.bucket;
    const block = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyJson([denyInsecureTransport('s3:*', [this.bucket.arn, `${this.bucket.arn}/*`])]),
      // S3 refuses both at the same time: "a conflicting conditional operation is in progress".
      dependsOn: [block],
    });
  }

  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucket.bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }],
    });
  }

  private expire(days: number): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.bucket,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }
}
