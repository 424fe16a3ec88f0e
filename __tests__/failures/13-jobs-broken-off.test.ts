import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { CaptureRecord } from '../../contracts/record';
import { Deployment } from '../e2e/helpers/deployment';
import { executionOfJob, putJob } from '../e2e/helpers/jobs';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { endingsOf, executionsOf } from './helpers/executions';
import { type Kept, LateCalls } from './helpers/late-call';
import { failuresOf } from './helpers/recorded-failures';
import { until } from './helpers/until';

const region = 'eu-west-2';
const REFUSED = 'ConditionalCheckFailedException';
const WORKFLOW = '*-standard-workflow';

let deployment: Deployment;
let log: CallLog;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  log = CallLog.of(deployment);
  await ended(await submit({ end: 'throw', until: 1 }));
});
afterAll(() => deployment.stop());

const submit = (order: object) => putJob(deployment, region, order);
const record = async (id: string) => (await deployment.record(id)) as CaptureRecord;
const keep = (match: Kept) => LateCalls.keep(deployment, log, match);
const abort = async (id: string) => {
  const { arn } = await executionOfJob(deployment, id);
  await deployment.states().send(new StopExecutionCommand({ executionArn: arn }));
};
const ended = (id: string) =>
  until(`the end of ${id}`, async () => {
    const found = await deployment.record(id);
    return found?.final ? found : undefined;
  });

describe('the Process function of a job', () => {
  it('that is killed before user code ran had its attempt, and the next one completes the job', async () => {
    await deployment.fault({
      action: 's3:GetObject',
      principal: '*-process-standard',
      times: 1,
      effect: { kill: 'before' },
    });

    const id = await submit({});

    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(await failuresOf(deployment, id)).toEqual([
      { attempt: 1, outcome: 'RETRY', error: 'Runtime.ExitError' },
    ]);
  });

  it('that ends under user code had its attempt: it exits, runs out of memory, or of time', async () => {
    const { definition, pool } = deployment.cloud.services.lambda.find('eu-west-1', 'e2e-process-standard');
    const { memoryMb } = definition;
    // So that it is soon used up, on a slow machine too.
    definition.memoryMb = 128;
    await pool.recycle();
    const ids = [];
    for (const end of ['exit', 'memory', 'hang']) ids.push(await submit({ end, until: 1 }));

    for (const id of ids)
      expect(await ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2, result: '{"attempt":2}' });

    definition.memoryMb = memoryMb;
    const errors = await Promise.all(ids.map((id) => failuresOf(deployment, id)));
    // On a busy machine the task may give up first, which is trouble of ours and counts for nothing.
    const counted = errors.map((failures) => failures.filter(({ outcome }) => outcome === 'RETRY'));
    expect(counted.map((failures) => failures.map(({ error }) => error))).toEqual([
      ['Runtime.ExitError'],
      ['Runtime.ExitError'],
      ['Sandbox.Timedout'],
    ]);
  });
});

describe('the execution of a job times out', () => {
  let id: string;
  let lateProcess: LateCalls;
  let lateFail: LateCalls;
  beforeAll(async () => {
    const invoke = { action: 'lambda:InvokeFunction', principal: WORKFLOW };
    lateProcess = await keep({ ...invoke, resource: '*:e2e-process-standard' });
    lateFail = await keep({ ...invoke, resource: '*:e2e-fail' });
    id = await submit({});
    await lateProcess.made();
    await until(
      'the time-out of its task',
      () => deployment.faultState(lateFail.id).waiting === 1 || undefined,
    );
    await ended(id);
  });

  it('it could not say so, and the same attempt goes on under the next claim', async () => {
    expect(endingsOf(executionsOf(deployment, id))).toEqual(['TIMED_OUT', 'TERMINAL']);
    expect(await record(id)).toMatchObject({ status: 'COMPLETED', attempts: 1, runs: 2, conclusions: 1 });
  });

  it('its Process and Fail functions, coming back, change nothing, whatever user code did once more', async () => {
    const before = await record(id);

    await lateProcess.arrive();
    await lateFail.arrive();

    expect(await record(id)).toEqual(before);
    const calls = (await deployment.logs('process-standard')).filter(
      (line) => line.message === 'processor called' && line.id === id,
    );
    // The one that came late saw the same id and attempt again; its result is void.
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });
});

it('executions that are aborted from outside, at whatever point: their attempts go on when the leases are over', async () => {
  const late = await keep({ action: 'dynamodb:UpdateItem', principal: WORKFLOW });
  const atItsEnd = await submit({});
  await late.made();
  const claim = await deployment.fault({
    action: 'dynamodb:*',
    principal: '*-claim',
    effect: { hold: true },
  });
  const atItsBeginning = await submit({});
  await until('its Claim', () => deployment.faultState(claim).waiting > 0 || undefined);
  const leases = [(await record(atItsEnd)).leaseExpiresAt, (await record(atItsBeginning)).leaseExpiresAt];

  for (const id of [atItsEnd, atItsBeginning]) await abort(id);
  await deployment.removeFault(claim);

  for (const [n, id] of [atItsEnd, atItsBeginning].entries()) {
    const completed = await ended(id);
    expect(completed).toMatchObject({ status: 'COMPLETED', attempts: 1, runs: 2, conclusions: 1 });
    expect(completed.claimedAt).toBeGreaterThanOrEqual(leases[n]!);
    expect(endingsOf(executionsOf(deployment, id))).toEqual(['ABORTED', 'TERMINAL']);
  }
  const before = await record(atItsEnd);
  expect(await late.arrive()).toEqual([REFUSED]);
  expect(await record(atItsEnd)).toEqual(before);
});

it('executions of one job that are started at once by hand: one works, the others find it in flight', async () => {
  const held = await deployment.fault({
    action: 's3:GetObject',
    principal: '*-process-standard',
    times: 1,
    effect: { hold: true },
  });
  const id = await submit({});
  await deployment.untilFault(held, ({ waiting }) => waiting === 1);
  const { input, stateMachineArn } = await executionOfJob(deployment, id);

  const executions = deployment.cloud.services.states.executionsOf(stateMachineArn)!;
  const more = [1, 2, 3].map((n) => executions.start(`by-hand-${n}`, input));
  await Promise.all(more.map((execution) => execution.ended));
  await deployment.removeFault(held);

  expect(more.map(({ output = '' }) => JSON.parse(output).outcome)).toEqual(Array(3).fill('IN_FLIGHT'));
  expect(await ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1, runs: 1, conclusions: 1 });
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
