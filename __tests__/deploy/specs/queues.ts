import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

const HIGH_THROUGHPUT_FIFO = {
  FifoQueue: 'true',
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
};

/** Name of the error queue behind a queue. */
const errorQueueOf = (name: string) => name.replace(/(\.fifo)?$/, '-errors$1');

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

  it.each([
    ['pillarbox-captures', { DelaySeconds: '3' }],
    ['pillarbox-messages.fifo', { DelaySeconds: '0', ...HIGH_THROUGHPUT_FIFO }],
  ])('has a queue, %s, that waits for a whole execution and moves nothing early', async (name, own) => {
    const { RedrivePolicy, ...queue } = await attributes(name);

    expect(queue).toMatchObject({ ...common, VisibilityTimeout: '80', ...own });
    expect(JSON.parse(RedrivePolicy!)).toEqual({
      deadLetterTargetArn: arn(errorQueueOf(name)),
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

  it.each([
    ['pillarbox-captures', {}],
    ['pillarbox-messages.fifo', HIGH_THROUGHPUT_FIFO],
  ])('has an error queue for %s alone, which keeps as long', async (name, own) => {
    const errors = errorQueueOf(name);
    const { Policy, RedriveAllowPolicy, ...queue } = await attributes(errors);

    expect(queue).toMatchObject({ ...common, ...own });
    expect(queue.RedrivePolicy).toBeUndefined();
    expect(JSON.parse(Policy!).Statement).toEqual([denyInsecureTransport(errors)]);
    expect(JSON.parse(RedriveAllowPolicy!)).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: [arn(name)],
    });
  });

  it('has a message queue that nobody may send to without TLS', async () => {
    const { Policy } = await attributes('pillarbox-messages.fifo');

    expect(JSON.parse(Policy!).Statement).toEqual([denyInsecureTransport('pillarbox-messages.fifo')]);
  });
}
