import { PurgeQueueCommand } from '@aws-sdk/client-sqs';
import type { CaptureRecord } from '../../contracts/record';
import { Deployment, eventually } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { endingsOf, executionsOf, executionsWhen } from './helpers/executions';
import { setLease } from './helpers/leases';
import { archivedCaptures, replayAll } from './helpers/replay';

const [region, elsewhere] = ['eu-west-2', 'us-east-1'] as const;
const HOUR_MS = 3_600_000;

let deployment: Deployment;
/** Its message stays in the queue. */
let kept: string;
/** Its message was removed by hand: only the archive knows of it. */
let lost: string;

beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  const faults = [
    await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-fail',
      effect: { fail: 'ThrottlingException' },
    }),
    await deployment.fault({
      action: 's3:GetObject',
      principal: '*-process',
      region: elsewhere,
      effect: { fail: 'SlowDown', status: 503 },
    }),
  ];
  // What a lane gives back stays with the lane.
  const releases = await deployment.fault({
    action: 'sqs:ChangeMessageVisibility',
    region,
    effect: { hold: true },
  });
  lost = await deployment.capture(region, '{"end":"throw","until":1}');
  kept = await deployment.capture(elsewhere, '{}');
  await eventually('both in the archive', async () =>
    [lost, kept].every((id) => archivedCaptures(deployment).includes(id)) ? true : undefined,
  );
  await deployment.untilFault(releases, ({ waiting }) => waiting === 1);
  await deployment
    .sqs(region)
    .send(new PurgeQueueCommand({ QueueUrl: await deployment.queueUrl(region, 'capture') }));
  for (const fault of [...faults, releases]) await deployment.removeFault(fault);
});
afterAll(() => deployment.stop());

const record = async (id: string) => (await deployment.record(id)) as CaptureRecord;

/** Replays, and answers how the executions of a capture ended once there are so many. */
async function replayed(id: string): Promise<(string | undefined)[]> {
  const before = executionsOf(deployment, id).length;
  await replayAll(deployment);
  const executions = await executionsWhen(
    deployment,
    id,
    (all) => all.length > before && all.every(({ status }) => status !== 'RUNNING'),
  );
  return endingsOf(executions);
}

it('the execution says so, and nothing but a replay starts what is in the archive', async () => {
  expect(archivedCaptures(deployment)).toContain(lost);
  expect(endingsOf(executionsOf(deployment, lost))).toEqual(['FailureNotRecorded']);
  expect(await record(lost)).toMatchObject({ status: 'PROCESSING', attempts: 1 });
  expect(await deployment.queueCounts(region, 'capture')).toEqual([0, 0, 0]);
});

it('a replay while the lease of the attempt is live finds it in flight, and changes nothing', async () => {
  await setLease(deployment, lost, Date.now() + HOUR_MS);
  const before = await record(lost);

  expect(await replayed(lost)).toEqual(['FailureNotRecorded', 'IN_FLIGHT']);

  expect(await record(lost)).toEqual(before);
});

it('the message, where there is one, brings it back when the lease is over, and no attempt is counted', async () => {
  expect(await deployment.terminal(kept)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(endingsOf(executionsOf(deployment, kept))[0]).toBe('FailureNotRecorded');
  expect(await deployment.processorCalls(kept)).toBe(1);
});

it('a replay after that goes on with the attempt, and its failure is recorded', async () => {
  await setLease(deployment, lost, 0);

  const endings = await replayed(lost);

  expect(endings.at(-1)).toBe('RETRY');
  expect(await record(lost)).toMatchObject({
    status: 'FAILED',
    attempts: 1,
    error: { name: 'ProcessorError', message: 'TypeError: thrown on purpose' },
  });
});

it('two replays at the same time: one makes the next attempt and completes it, the other finds it in flight', async () => {
  const process = await deployment.fault({
    action: 'lambda:InvokeFunction',
    principal: '*-process-express',
    resource: '*:e2e-process',
    effect: { hold: true },
  });
  await replayAll(deployment);
  await deployment.untilFault(process, ({ waiting }) => waiting === 1);
  await replayAll(deployment);
  await executionsWhen(deployment, lost, (all) => endingsOf(all).at(-1) === 'IN_FLIGHT');

  await deployment.removeFault(process);

  expect(await deployment.terminal(lost)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
  // The first attempt twice, for the failure of its first run was not recorded.
  expect(await deployment.processorCalls(lost)).toBe(3);
});

it('a further replay changes nothing', async () => {
  const before = [await record(lost), await record(kept)];

  expect((await replayed(lost)).at(-1)).toBe('TERMINAL');
  await executionsWhen(deployment, kept, (all) => endingsOf(all).at(-1) === 'TERMINAL');

  expect([await record(lost), await record(kept)]).toEqual(before);
  expect(await deployment.processorCalls(lost)).toBe(3);
  expect(await deployment.processorCalls(kept)).toBe(1);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
