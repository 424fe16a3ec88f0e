import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** The bucket of an ingest region, as S3 tells of it. */
export function describeBucket(deployment: () => Deployment, region: string): void {
  const Bucket = `pillarbox-captures-${ACCOUNT}-${region}`;
  const s3 = () => deployment().in(region).s3;

  it('has a bucket that is closed to the public and owned by the account', async () => {
    const access = await s3().send(new GetPublicAccessBlockCommand({ Bucket }));
    const owner = await s3().send(new GetBucketOwnershipControlsCommand({ Bucket }));

    expect(access.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(owner.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
  });

  it('has a bucket that is encrypted and refuses requests without TLS', async () => {
    const encryption = await s3().send(new GetBucketEncryptionCommand({ Bucket }));
    const { Policy } = await s3().send(new GetBucketPolicyCommand({ Bucket }));

    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
      { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ]);
    expect(JSON.parse(Policy!).Statement).toMatchObject([
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  it('has a bucket that forgets captures after 60 days and half uploads after one', async () => {
    const { Rules } = await s3().send(new GetBucketLifecycleConfigurationCommand({ Bucket }));

    expect(Rules).toMatchObject([
      {
        Status: 'Enabled',
        Expiration: { Days: 60 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
  });

  it('has a bucket that tells the capture queue of every capture, and of nothing else', async () => {
    const { $metadata: _, ...notification } = await s3().send(
      new GetBucketNotificationConfigurationCommand({ Bucket }),
    );

    expect(notification).toEqual({
      QueueConfigurations: [
        {
          Id: 'captures',
          QueueArn: `arn:aws:sqs:${region}:${ACCOUNT}:pillarbox-captures`,
          Events: ['s3:ObjectCreated:*'],
          Filter: {
            Key: { FilterRules: [{ Name: expect.stringMatching(/^prefix$/i), Value: 'captures/' }] },
          },
        },
      ],
    });
  });
}
