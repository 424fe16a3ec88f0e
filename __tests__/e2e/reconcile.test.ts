import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { reconcileStateMachineName, recordsTableName } from '../../contracts/naming';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';
import {
  holdOff,
  letGo,
  loseMessages,
  OPERATOR,
  processorCalls,
  reconcile,
  recordsOf,
} from './helpers/reconciling';

const region = 'eu-west-2';
const CENTRAL = 'eu-west-1';
const MACHINE = `arn:aws:states:${CENTRAL}:000000000000:stateMachine:${reconcileStateMachineName('e2e')}`;
const folder = mkdtempSync(join(tmpdir(), 'pillarbox-reconcile-'));

let deployment: Deployment;
const poison: string[] = [];
/** When the test began: what came before is not its business. */
let since: number;
beforeAll(async () => {
  const usual = JSON.parse(readFileSync('__tests__/e2e/regions.json', 'utf8'));
  const config = join(folder, 'regions.json');
  // A lane that is over soon is soon held off.
  writeFileSync(
    config,
    JSON.stringify({ ...usual, processing: { ...usual.processing, laneReceiveSeconds: 1 } }),
  );
  deployment = await Deployment.start(true, config);
});
afterAll(async () => {
  await deployment.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  // S3 tells times in whole seconds.
  since = Math.floor(Date.now() / 1000) * 1000;
});

const captures = (count: number, body: (n: number) => string = (n) => `{"n":${n}}`) =>
  Promise.all(Array.from({ length: count }, (_, n) => deployment.capture(region, body(n))));

/** Nothing visible, delayed or in flight. */
async function drained(): Promise<void> {
  await eventually('an empty capture queue', async () => {
    const counts = await deployment.queueCounts(region, 'capture');
    return counts.every((count) => count === 0) ? true : undefined;
  });
}

async function callsOf(ids: string[]): Promise<(number | undefined)[]> {
  const calls = await processorCalls(deployment);
  return ids.map((id) => calls.get(id));
}

it('captures whose messages are lost are put back and processed, all others left alone, and none twice', async () => {
  await holdOff(deployment, region);
  const ids = await captures(40);
  await loseMessages(deployment, region, 5);
  await letGo(deployment);
  await drained();
  expect((await recordsOf(deployment, region)).filter(({ id }) => ids.includes(id))).toHaveLength(35);

  const found = await reconcile(deployment, { region, since, dryRun: true });
  const report = await reconcile(deployment, { region, since });
  await Promise.all(ids.map((id) => deployment.terminal(id)));
  await drained();

  expect(found).toEqual({ region, examined: 40, putBack: 5, exhausted: 0 });
  expect(report).toEqual(found);
  const records = (await recordsOf(deployment, region)).filter(({ id }) => ids.includes(id));
  expect(new Set(records.map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(
    new Set(['COMPLETED 1']),
  );
  expect(await callsOf(ids)).toEqual(ids.map(() => 1));
  expect(await reconcile(deployment, { region, since })).toMatchObject({ examined: 40, putBack: 0 });
  expect(await deployment.logs('reconcile')).toContainEqual(
    expect.objectContaining({ level: 'WARN', message: 'reconcile', putBack: 5, dryRun: false }),
  );
});

it('a capture that is put back although its message is still there is processed once', async () => {
  await holdOff(deployment, region);
  const ids = await captures(3);
  const QueueUrl = await deployment.queueUrl(region, 'capture');
  // Somebody holds the messages for a while, so that nobody sees them.
  await deployment
    .sqs(region)
    .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3 }));
  await letGo(deployment);

  const report = await reconcile(deployment, { region, since });
  await Promise.all(ids.map((id) => deployment.terminal(id)));
  await drained();

  expect(report).toMatchObject({ putBack: 3 });
  expect(await callsOf(ids)).toEqual([1, 1, 1]);
});

it('an attempt that was interrupted, and whose message is lost, goes on under its number', async () => {
  await holdOff(deployment, region);
  const [id = ''] = await captures(1);
  await loseMessages(deployment, region, 1);
  await deployment.cloud.services.cloud.call(
    CENTRAL,
    'dynamodb',
    'UpdateItem',
    {
      TableName: recordsTableName('e2e'),
      Key: { id: { S: id } },
      UpdateExpression:
        'SET #status = :processing, #claim = :dead, #claimedAt = :then, #leaseExpiresAt = :zero, #attempts = :two',
      ExpressionAttributeNames: Object.fromEntries(
        ['status', 'claim', 'claimedAt', 'leaseExpiresAt', 'attempts'].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: {
        ':processing': { S: 'PROCESSING' },
        ':dead': { S: 'an execution that is no more' },
        ':then': { N: String(since) },
        ':zero': { N: '0' },
        ':two': { N: '2' },
      },
    },
    OPERATOR,
  );
  await letGo(deployment);

  expect(await reconcile(deployment, { region, since })).toMatchObject({ putBack: 1 });
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
});

it('an exhausted capture is counted and left in the error queue, for a person', async () => {
  const [id = ''] = await captures(1, () => '{"throw":"no such account"}');
  poison.push(id);
  await deployment.recordWhen(id, ({ status, attempts }) => status === 'FAILED' && attempts === 3);
  await drained();
  const before = await deployment.queueCounts(region, 'error');

  expect(await reconcile(deployment, { region, since })).toEqual({
    region,
    examined: expect.any(Number),
    putBack: 0,
    exhausted: 1,
  });
  expect(await deployment.queueCounts(region, 'error')).toEqual(before);
  expect(await deployment.processorCalls(id)).toBe(3);
});

it('a paused region is not looked at: its messages wait in its queue', async () => {
  await holdOff(deployment, region);
  const ids = await captures(2);

  const report = await reconcile(deployment, { region, since });
  const counts = await deployment.queueCounts(region, 'capture');
  await letGo(deployment);
  await Promise.all(ids.map((id) => deployment.terminal(id)));

  expect(report).toEqual({ region, examined: 0, putBack: 0, exhausted: 0, paused: true });
  expect(counts).toEqual([2, 0, 0]);
});

it('fails for a region that is none of the deployment', async () => {
  await expect(reconcile(deployment, { region: 'eu-west-9' })).rejects.toThrow(
    'allowed is eu-west-2, us-east-1, ap-southeast-2',
  );
});

describe('the daily execution', () => {
  it('was started once, whatever the period of the drain, and succeeded', async () => {
    const [daily, ...others] = deployment.cloud.services.states.executionsOf(MACHINE)?.list() ?? [];
    await daily?.ended;

    expect(others).toEqual([]);
    expect(daily).toMatchObject({
      status: 'SUCCEEDED',
      output: JSON.stringify(
        ['eu-west-2', 'us-east-1', 'ap-southeast-2'].map((each) => ({ region: each, outcome: 'RECONCILED' })),
      ),
    });
  });

  it('fails when one region cannot be looked at, after all others were', async () => {
    const { iam, states } = deployment.cloud.services;
    const bucket = `arn:aws:s3:::e2e-captures-000000000000-us-east-1`;
    const deny = (Resource: string) => {
      const Statement = [{ Effect: 'Deny', Action: 's3:ListBucket', Resource }];
      return JSON.stringify({ Version: '2012-10-17', Statement });
    };
    const role = `e2e-${CENTRAL}-reconcile`;
    iam.putRolePolicy(role, 'away', deny(bucket));

    const execution = states.executionsOf(MACHINE)?.start('by-hand');
    await execution?.ended;
    iam.putRolePolicy(role, 'away', deny(`${bucket}-of-nobody`));

    expect(execution).toMatchObject({ status: 'FAILED', error: 'ReconcileFailed' });
    expect(JSON.parse(execution?.cause ?? '')).toEqual([
      { region: 'eu-west-2', outcome: 'RECONCILED' },
      { region: 'us-east-1', outcome: 'FAILED', error: 'AccessDenied' },
      { region: 'ap-southeast-2', outcome: 'RECONCILED' },
    ]);
  });
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison }));
