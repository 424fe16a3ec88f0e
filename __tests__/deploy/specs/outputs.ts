import { GetRestApisCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ACCOUNT, type Deployment } from '../helpers/deployment';

/** The outputs of an ingest stack lead to what was deployed. */
export function describeOutputs(deployment: () => Deployment, region: string): void {
  let outputs: Record<string, string>;

  beforeAll(async () => {
    outputs = await deployment().project.outputs(`ingest-${region}`);
  });

  it('tells where to post, and which queues and bucket it has', () => {
    expect(Object.keys(outputs).sort()).toEqual([
      'BucketName',
      'ErrorQueue',
      'JobsUrl',
      'MessageErrorQueue',
      'MessageQueue',
      'Queue',
      'Url',
      'WebSocketUrl',
    ]);
  });

  it.each([
    ['Url', 'pillarbox'],
    ['JobsUrl', 'pillarbox-jobs'],
  ])('tells by %s the URL of the stage that the API %s has', async (output, name) => {
    const { apigateway } = deployment().in(region);
    const { items = [] } = await apigateway.send(new GetRestApisCommand({}));
    const api = items.find((item) => item.name === name);
    const { item: [stage] = [] } = await apigateway.send(new GetStagesCommand({ restApiId: api?.id }));

    expect(outputs[output]).toBe(
      `https://${api?.id}.execute-api.${region}.amazonaws.com/${stage?.stageName}`,
    );
  });

  it.each([
    ['Queue', 'pillarbox-captures'],
    ['ErrorQueue', 'pillarbox-captures-errors'],
    ['MessageQueue', 'pillarbox-messages.fifo'],
    ['MessageErrorQueue', 'pillarbox-messages-errors.fifo'],
  ])('tells the URL of a queue, %s, which is %s', async (output, name) => {
    const { Attributes } = await deployment()
      .in(region)
      .sqs.send(new GetQueueAttributesCommand({ QueueUrl: outputs[output], AttributeNames: ['QueueArn'] }));

    expect(Attributes?.QueueArn).toBe(`arn:aws:sqs:${region}:${ACCOUNT}:${name}`);
  });

  it('tells the name of a bucket of this region', async () => {
    const bucket = await deployment()
      .in(region)
      .s3.send(new HeadBucketCommand({ Bucket: outputs.BucketName }));

    expect(bucket.BucketRegion).toBe(region);
  });
}
