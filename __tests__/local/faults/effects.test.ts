import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../../../local/core/aws-error';
import { FaultGate } from '../../../local/faults/fault-gate';
import { eventually } from '../../e2e/helpers/deployment';
import { CENTRAL, FaultyCloud } from '../../helpers/faulty-cloud';

let cloud: FaultyCloud;
beforeEach(async () => {
  cloud = await FaultyCloud.start();
});
afterEach(() => cloud.stop());

const send = (MessageBody = 'm', abortSignal?: AbortSignal) =>
  new SQSClient(cloud.client()).send(new SendMessageCommand({ QueueUrl: cloud.queueUrl(), MessageBody }), {
    abortSignal,
  });
const untilWaiting = (id: string, waiting: number) =>
  eventually(`${waiting} calls waiting`, async () =>
    cloud.faults.find(id)?.waiting === waiting ? true : undefined,
  );

describe('fail', () => {
  it.each<[string, string, () => Promise<unknown>]>([
    ['S3, in XML', 's3:ListBucket', () => s3().send(new ListObjectsV2Command({ Bucket: 'bucket' }))],
    ['SQS, in JSON', 'sqs:SendMessage', () => send()],
    [
      'DynamoDB',
      'dynamodb:GetItem',
      () => dynamodb().send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'x' } } })),
    ],
    [
      'STS, in its query protocol',
      'sts:GetCallerIdentity',
      () => sts().send(new GetCallerIdentityCommand({})),
    ],
    [
      'Lambda',
      'lambda:InvokeFunction',
      () => new LambdaClient(cloud.client()).send(new InvokeCommand({ FunctionName: 'f' })),
    ],
  ])('answers as an error of %s', async (_service, action, ask) => {
    cloud.services.s3.createBucket(CENTRAL, 'bucket');
    cloud.createFunction('f', 'exports.handler = async () => 1;');
    await cloud.fault({ action, effect: { fail: 'SlowDown', status: 503, message: 'not so fast' } });

    await expect(ask()).rejects.toMatchObject({
      name: 'SlowDown',
      message: 'not so fast',
      $metadata: { httpStatusCode: 503 },
    });
  });

  it('is status 400 and says whence it comes unless it is told otherwise; nothing is executed', async () => {
    const id = await cloud.fault({ action: 'sqs:*', effect: { fail: 'ThrottlingException' } });

    await expect(send()).rejects.toMatchObject({
      name: 'ThrottlingException',
      message: 'Injected by a fault of the local cloud.',
      $metadata: { httpStatusCode: 400 },
    });

    expect(cloud.visible()).toBe(0);
    await cloud.faults.remove(id);
    await send();
    expect(cloud.visible()).toBe(1);
  });

  it('a denied call is met by no rule', async () => {
    const denied = new AwsError('AccessDeniedException', 'no', 403);
    cloud.cloud.gate = new FaultGate({ run: () => Promise.reject(denied) }, cloud.faults);
    const id = await cloud.fault({ action: '*', effect: { fail: 'X' } });

    await expect(send()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });

    expect(cloud.faults.find(id)?.hits).toBe(0);
  });
});

it('delayMs executes the call later, also when its caller has gone', async () => {
  const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { delayMs: 300 } });
  const gone = new AbortController();
  const startedAt = performance.now();
  const sent = send('late', gone.signal);
  await untilWaiting(id, 1);

  gone.abort();

  await expect(sent).rejects.toThrow('aborted');
  expect(cloud.visible()).toBe(0);
  await eventually('the message', async () => (cloud.visible() === 1 ? true : undefined));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(299);
});

describe('hold', () => {
  it('keeps calls waiting until the fault is removed; then they are executed', async () => {
    const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { hold: true } });
    const sent = [send('a'), send('b')];
    await untilWaiting(id, 2);
    expect(cloud.visible()).toBe(0);

    await cloud.faults.remove(id);

    for (const { MessageId } of await Promise.all(sent)) expect(MessageId).toBeDefined();
    expect(cloud.visible()).toBe(2);
  });

  it('executes the call of a caller that has gone', async () => {
    const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { hold: true } });
    const gone = new AbortController();
    const sent = send('orphan', gone.signal);
    await untilWaiting(id, 1);

    gone.abort();

    await expect(sent).rejects.toThrow('aborted');
    await eventually('the message', async () => (cloud.visible() === 1 ? true : undefined));
    expect(cloud.faults.find(id)).toMatchObject({ hits: 1, waiting: 0 });
  });

  it('a call of a service, which has no connection, waits for the removal', async () => {
    const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { hold: true } });
    const input = { QueueUrl: cloud.queueUrl(), MessageBody: 'zombie' };
    const sent = cloud.cloud.call(CENTRAL, 'sqs', 'SendMessage', input, { principal: 's3.amazonaws.com' });
    await untilWaiting(id, 1);

    await cloud.faults.clear();

    await sent;
    expect(cloud.visible()).toBe(1);
  });

  it('the call of a task that has timed out is executed all the same: a zombie', async () => {
    await cloud.services.dynamodb.createTable(CENTRAL, {
      name: 'items',
      hashKey: 'id',
      attributes: { id: 'S' },
      globalIndexes: [],
      replicaRegions: [],
    });
    const id = await cloud.fault({ action: 'dynamodb:UpdateItem', effect: { hold: true } });
    const execution = startUpdate();
    await execution.ended;
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });

    await cloud.faults.remove(id);

    const key = { TableName: 'items', Key: { id: { S: 'zombie' } } };
    await eventually('the item', async () => (await dynamodb().send(new GetItemCommand(key))).Item);
  });

  it('a call that is released into an outage is lost', async () => {
    const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { hold: true } });
    const sent = send('lost');
    await untilWaiting(id, 1);
    const outage = await cloud.fault({ outage: 'refuse', region: CENTRAL });

    await expect(sent).rejects.toThrow('ECONNRESET');
    await cloud.faults.remove(id);
    await cloud.faults.remove(outage);

    expect((await receive()).Messages).toBeUndefined();
  });
});

it('of several faults the oldest meets a call first, and a later one only what is left', async () => {
  const first = await cloud.fault({ action: 'sqs:*', times: 1, effect: { fail: 'First' } });
  const second = await cloud.fault({ action: 'sqs:SendMessage', times: 1, effect: { fail: 'Second' } });

  await expect(send()).rejects.toMatchObject({ name: 'First' });
  expect(cloud.faults.find(second)?.hits).toBe(0);
  await expect(send()).rejects.toMatchObject({ name: 'Second' });
  await send();

  expect(cloud.faults.list()).toMatchObject([
    { id: first, action: 'sqs:*', hits: 1, waiting: 0 },
    { id: second, hits: 1 },
  ]);
});

it('what waits when the local cloud stops is not executed', async () => {
  const id = await cloud.fault({ action: 'sqs:SendMessage', effect: { hold: true } });
  const sent = send();
  await untilWaiting(id, 1);

  cloud.faults.stop();

  await expect(sent).rejects.toThrow('ECONNRESET');
  expect(cloud.visible()).toBe(0);
});

const s3 = () => new S3Client(cloud.client());
const dynamodb = () => new DynamoDBClient(cloud.client());
const sts = () => new STSClient(cloud.client());
const receive = () =>
  new SQSClient(cloud.client()).send(new ReceiveMessageCommand({ QueueUrl: cloud.queueUrl() }));

/** An execution that updates an item and waits a second for it. */
function startUpdate() {
  const { arn } = cloud.services.states.createStateMachine(CENTRAL, {
    name: 'machine',
    type: 'EXPRESS',
    roleArn: 'arn:aws:iam::000000000000:role/workflow',
    definition: JSON.stringify({
      StartAt: 'Update',
      States: {
        Update: {
          Type: 'Task',
          Resource: 'arn:aws:states:::dynamodb:updateItem',
          Parameters: { TableName: 'items', Key: { id: { S: 'zombie' } } },
          TimeoutSeconds: 1,
          End: true,
        },
      },
    }),
  });
  return cloud.services.states.executionsOf(arn)!.start();
}
