import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployment, eventually } from '../../e2e/helpers/deployment';

const central = 'eu-west-1';
const region = 'eu-west-2';
const folder = mkdtempSync(join(tmpdir(), 'pillarbox-faults-'));

let deployment: Deployment;
beforeAll(async () => {
  const usual = JSON.parse(readFileSync('__tests__/e2e/regions.json', 'utf8'));
  const config = join(folder, 'regions.json');
  // The centre shares its region with clients, who need no token: the secret is the centre's.
  const ingest = [...usual.ingest, { region: central, auth: { mode: 'none' } }];
  writeFileSync(config, JSON.stringify({ ...usual, ingest }));
  deployment = await Deployment.start(true, config);
});
afterEach(() => deployment.clearFaults());
afterAll(async () => {
  await deployment.stop();
  rmSync(folder, { recursive: true, force: true });
});

const drains = () => deployment.invocations('plan-lanes', central);
/** Waits until so many messages are visible in a queue, and no others in it. */
const untilQueued = (from: string, count: number) =>
  eventually(`${count} messages in ${from}`, async () => {
    const counts = await deployment.queueCounts(from, 'capture');
    return counts.join() === `${count},0,0` ? true : undefined;
  });

it('a call fails as often as it is told, and the capture is processed all the same', async () => {
  const fault = await deployment.fault({
    action: 'dynamodb:UpdateItem',
    principal: '*claim*',
    times: 1,
    effect: { fail: 'ProvisionedThroughputExceededException' },
  });

  const id = await deployment.capture(region, 'x');

  expect((await deployment.terminal(id)).status).toBe('COMPLETED');
  expect(deployment.faultState(fault).hits).toBe(1);
});

it.each([
  [{ outage: 'refuse', stack: 'central' }, [region, central]],
  [{ outage: 'hang', stack: 'central' }, [region, central]],
  [{ outage: 'refuse', region: central }, [region]],
  [{ outage: 'hang', region: central }, [region]],
] as const)('in the outage %j captures are accepted in %j; then they are processed', async (outage, from) => {
  // No lane holds a message that nobody would see until its visibility ends, such as S3's first test event.
  for (const each of from) await untilQueued(each, 0);
  const fault = await deployment.fault(outage);
  const before = deployment.cloud.services.lambda.find(central, 'e2e-plan-lanes').invocations;

  const ids = await Promise.all(from.map((each) => deployment.capture(each, 'x')));
  for (const each of from) await untilQueued(each, 1);
  expect(await drains()).toBe(before);

  await deployment.removeFault(fault);
  for (const id of ids) {
    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  }
});

it('while an ingest region is away it answers nobody, and the others go on', async () => {
  await deployment.fault({ outage: 'refuse', region });

  await expect(deployment.publish(region, 'x')).rejects.toThrow('fetch failed');
  await expect(deployment.queueCounts(region, 'capture')).rejects.toThrow('ECONNRESET');
  const id = await deployment.capture('us-east-1', 'x');

  expect((await deployment.terminal(id)).status).toBe('COMPLETED');
});

it.each(['before', 'after'] as const)(
  'a lane that dies %s its delete leaves nothing undone',
  async (kill) => {
    const fault = await deployment.fault({
      action: 'sqs:DeleteMessage',
      principal: '*drain-lane*',
      times: 1,
      effect: { kill },
    });

    const id = await deployment.capture(region, 'x');

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    await deployment.untilFault(fault, ({ hits }) => hits === 1);
  },
);

// Each is a call of one service by another, or by a function: whatever is called passes the same gate.
it.each([
  ['API Gateway → Lambda', { action: 'lambda:InvokeFunction', region: 'us-east-1' }],
  ['Lambda → Secrets Manager', { action: 'secretsmanager:GetSecretValue', region: 'us-east-1' }],
  ['API Gateway → S3', { action: 's3:PutObject' }],
  ['S3 → SQS', { action: 'sqs:SendMessage', principal: 's3.amazonaws.com' }],
  ['Scheduler → Step Functions', { action: 'states:StartExecution', principal: '*schedule*' }],
  ['Step Functions → Lambda', { action: 'lambda:InvokeFunction', resource: '*:e2e-drain-lane' }],
  ['Lambda → SQS', { action: 'sqs:ReceiveMessage', principal: '*drain-lane*' }],
  ['Lambda → Step Functions', { action: 'states:StartSyncExecution' }],
  ['Step Functions → DynamoDB', { action: 'dynamodb:UpdateItem', principal: '*process*' }],
  ['assumed roles', { action: 'sts:AssumeRole', principal: 'states.amazonaws.com' }],
])('a rule meets %s', async (_what, rule) => {
  const fault = await deployment.fault({ ...rule, effect: { delayMs: 1 } });

  await deployment.capture(region, 'x');
  await deployment.capture('us-east-1', 'x');

  await deployment.untilFault(fault, ({ hits }) => hits > 0);
});
