import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** The queues of an ingest region, as SQS tells of them. */
export function describeQueues(deployment: () => Deployment, region: string): void {
  const arn = (name: string) => `arn:aws:sqs:${region}:${ACCOUNT}:${name}`;
  const denyInsecureTransport = (name: string) => ({
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: [arn(name)],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const attributes = async (QueueName: string) => {
    const { sqs } = deployment().in(region);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return Attributes!;
  };
  const common = {
    MessageRetentionPeriod: '1209600',
    ReceiveMessageWaitTimeSeconds: '20',
    MaximumMessageSize: '262144',
    SqsManagedSseEnabled: 'true',
  };

  it('has a capture queue that waits for a whole execution and moves nothing early', async () => {
    const { RedrivePolicy, ...queue } = await attributes('pillarbox-captures');

    expect(queue).toMatchObject({ ...common, DelaySeconds: '3', VisibilityTimeout: '80' });
    expect(JSON.parse(RedrivePolicy!)).toEqual({
      deadLetterTargetArn: arn('pillarbox-captures-errors'),
      maxReceiveCount: 1000,
    });
  });

  it('has a capture queue that its bucket may send to, and nobody without TLS', async () => {
    const { Policy } = await attributes('pillarbox-captures');

    expect(JSON.parse(Policy!).Statement).toEqual([
      {
        Sid: 'AllowCaptureBucket',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('pillarbox-captures'),
        Condition: {
          ArnLike: { 'aws:SourceArn': `arn:aws:s3:::pillarbox-captures-${ACCOUNT}-${region}` },
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
        },
      },
      denyInsecureTransport('pillarbox-captures'),
    ]);
  });

  it('has an error queue for that queue alone, which keeps as long', async () => {
    const { Policy, RedriveAllowPolicy, ...queue } = await attributes('pillarbox-captures-errors');

    expect(queue).toMatchObject(common);
    expect(queue.RedrivePolicy).toBeUndefined();
    expect(JSON.parse(Policy!).Statement).toEqual([denyInsecureTransport('pillarbox-captures-errors')]);
    expect(JSON.parse(RedriveAllowPolicy!)).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [arn('pillarbox-captures')],
    });
  });
}
