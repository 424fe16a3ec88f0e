import { createHash } from 'node:crypto';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { LaneReport } from '../../../contracts/processing';
import { DeployedFunctions } from '../helpers/deployed-functions';
import { ACCOUNT, CENTRAL, type Deployment, INGEST } from '../helpers/deployment';
import { WorkflowEngine } from '../helpers/workflow-engine';

const BODY = '{"letter":"hello"}';
const PROCESSING = `arn:aws:states:${CENTRAL}:${ACCOUNT}:stateMachine:pillarbox-process-express`;

/** Executions may take 60 s; what a lane has beyond that it receives for: a queue delay of 3 s, and two more. */
const LANE_SECONDS = 66;

/**
 * From an object in a bucket to its record, by the emulator's own notification, queue and table and by the deployed
 * functions' code. Three links are not the emulator's: API Gateway's PUT (moto does not do direct integrations), the
 * Lambda service (it needs Docker) and the execution of state machines (moto pretends). The local cloud covers them:
 * `__tests__/e2e`.
 */
export function describeCaptures(deployment: () => Deployment): void {
  let functions: DeployedFunctions;
  let engine: WorkflowEngine;

  beforeAll(async () => {
    functions = new DeployedFunctions(deployment());
    engine = await WorkflowEngine.start(deployment(), functions, PROCESSING);
  });
  afterAll(() => {
    engine?.stop();
    functions?.remove();
  });

  it.each(INGEST)('processes an object of %s, put where API Gateway puts it', async (region) => {
    await put(deployment(), region);

    const lane = await functions.invoke({
      name: 'pillarbox-drain-lane',
      event: { region, queue: 'captures', maxAttempts: 5 },
      remainingSeconds: LANE_SECONDS,
      variables: { AWS_ENDPOINT_URL_SFN: engine.endpoint },
    });

    expect(lane).toMatchObject({ result: { region, released: 0, movedToErrorQueue: 0 } });
    const { received, deleted, stoppedBy } = (lane as { result: LaneReport }).result;
    // S3's test event may be among them.
    expect({ received, stoppedBy }).toEqual({ received: deleted, stoppedBy: undefined });
    expect(await record(deployment(), `${region}.publish.first`)).toMatchObject({
      status: 'COMPLETED',
      final: true,
      attempts: 1,
      claim: expect.stringContaining(':express:pillarbox-process-express:'),
      receivedAt: 1_700_000_000_000,
      result: expect.stringContaining(createHash('sha256').update(BODY).digest('hex')),
    });
    expect(await waiting(deployment(), region)).toEqual({ queue: '0', errorQueue: '0' });
  });
}

/** As the capture API's integration does. */
async function put(deployment: Deployment, region: string): Promise<void> {
  await deployment.in(region).s3.send(
    new PutObjectCommand({
      Bucket: `pillarbox-captures-${ACCOUNT}-${region}`,
      Key: 'captures/publish/acme/first',
      Body: BODY,
      ContentType: 'application/json',
      Metadata: {
        channel: 'publish',
        principal: 'acme',
        'source-ip': '192.0.2.1',
        'received-at': '1700000000000',
      },
    }),
  );
}

async function record(deployment: Deployment, id: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await deployment
    .in(CENTRAL)
    .dynamodb.send(new GetItemCommand({ TableName: 'pillarbox-records', Key: { id: { S: id } } }));
  return Item && unmarshall(Item);
}

/** Messages in the queues of a region, in flight included. */
async function waiting(deployment: Deployment, region: string): Promise<Record<string, string>> {
  const { sqs } = deployment.in(region);
  const count = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: held } = Attributes!;
    return String(Number(visible) + Number(held));
  };
  return { queue: await count('pillarbox-captures'), errorQueue: await count('pillarbox-captures-errors') };
}
