import type { CaptureRecord } from '../../contracts/record';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { endingsOf, executionsOf } from './helpers/executions';
import { keyHolder } from './helpers/idempotency';
import { type Kept, LateCalls } from './helpers/late-call';
import { failuresOf, troubleOf } from './helpers/recorded-failures';
import { warmUp } from './helpers/warm-up';

const region = 'eu-west-2';
const WORKFLOW = '*-process-express';

let deployment: Deployment;
let log: CallLog;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  log = CallLog.of(deployment);
  await warmUp(deployment, region);
});
afterAll(() => deployment.stop());

const keep = (match: Kept) => LateCalls.keep(deployment, log, match);
const record = async (id: string) => (await deployment.record(id)) as CaptureRecord;

/** Gives the Process function the least memory that Lambda has, so that it is soon used up, on a slow machine too. */
async function leastMemory(): Promise<void> {
  const { definition, pool } = deployment.cloud.services.lambda.find('eu-west-1', 'e2e-process');
  definition.memoryMb = 128;
  await pool.recycle();
}

describe('the Process function dies', () => {
  it('killed before user code ran: it was an attempt, and the next one completes the capture', async () => {
    await deployment.fault({
      action: 's3:GetObject',
      principal: '*-process',
      times: 1,
      effect: { kill: 'before' },
    });

    const id = await deployment.capture(region, '{}');

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(await failuresOf(deployment, id)).toEqual([
      { attempt: 1, outcome: 'RETRY', error: 'Runtime.ExitError' },
    ]);
    expect(await deployment.processorCalls(id)).toBe(1);
  });

  it.each([
    ['exits', 'exit', 'Runtime.ExitError'],
    ['takes too long', 'hang', 'Sandbox.Timedout'],
    ['runs out of memory', 'memory', 'Runtime.ExitError'],
  ])(
    'user code that %s has had its attempt, and the next one completes the capture',
    async (_, end, error) => {
      if (end === 'memory') await leastMemory();
      const id = await deployment.capture(region, JSON.stringify({ end, until: 1 }));

      const ended = await deployment.terminal(id);

      expect(ended).toMatchObject({ status: 'COMPLETED', attempts: 2, result: '{"attempt":2}' });
      expect(await failuresOf(deployment, id)).toEqual([{ attempt: 1, outcome: 'RETRY', error }]);
      expect(endingsOf(executionsOf(deployment, id))).toEqual(['RETRY', 'TERMINAL']);
      expect(await deployment.processorCalls(id)).toBe(2);
      expect(await troubleOf(deployment, id)).toEqual([]);
    },
  );
});

describe('the execution times out', () => {
  const headers = { 'Idempotency-Key': 'mid-work' };
  const state = () => Promise.all([record(plain), record(keyed), keyHolder(deployment, 'mid-work')]);
  let plain: string;
  let keyed: string;
  let lateProcess: LateCalls;
  let lateFail: LateCalls;
  let firstLease: number;
  beforeAll(async () => {
    const invoke = { action: 'lambda:InvokeFunction', principal: WORKFLOW, times: 2 };
    lateProcess = await keep({ ...invoke, resource: '*:e2e-process' });
    lateFail = await keep({ ...invoke, resource: '*:e2e-fail' });
    plain = await deployment.capture(region, 'plain');
    keyed = await deployment.capture(region, 'keyed', headers);
    await lateProcess.made();
    firstLease = (await record(plain)).leaseExpiresAt;
    await lateFail.made();
    for (const id of [plain, keyed]) await deployment.terminal(id);
  });

  it('its lane sees trouble of ours, and the attempt goes on when the lease is over', async () => {
    for (const id of [plain, keyed]) {
      const [first, ...others] = endingsOf(executionsOf(deployment, id));
      expect(first).toBe('TIMED_OUT');
      expect(others.at(-1)).toBe('TERMINAL');
      expect(others.slice(0, -1).every((ending) => ending === 'IN_FLIGHT')).toBe(true);
      expect(await troubleOf(deployment, id)).toEqual([
        expect.stringContaining('InfrastructureError: execution TIMED_OUT'),
      ]);
      expect(await record(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
      expect(await deployment.processorCalls(id)).toBe(1);
    }
    expect((await record(plain)).claimedAt).toBeGreaterThanOrEqual(firstLease);
  });

  it('its Process function, coming back, changes neither the record nor the holder of the key', async () => {
    const before = await state();

    const endings = await lateProcess.arrive();

    expect(endings).toEqual(['done', 'done']);
    expect(await state()).toEqual(before);
    // The key was somebody else's by then; without one, user code sees the same id and attempt again.
    expect(await deployment.processorCalls(keyed)).toBe(1);
    expect(await deployment.processorCalls(plain)).toBe(2);
  });

  it('its Fail function, coming back, changes nothing', async () => {
    const before = await state();

    await lateFail.arrive();

    expect(await state()).toEqual(before);
    for (const id of [plain, keyed]) {
      expect(await failuresOf(deployment, id)).toEqual([{ attempt: 1, outcome: 'LOST', error: undefined }]);
    }
  });
});

it('a Claim that dies once it has claimed is released, and the same attempt goes on', async () => {
  await deployment.fault({
    action: 'dynamodb:UpdateItem',
    principal: '*-claim',
    times: 1,
    effect: { kill: 'after' },
  });

  const id = await deployment.capture(region, '{}');

  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(await failuresOf(deployment, id)).toEqual([
    { attempt: 0, outcome: 'INFRASTRUCTURE', error: 'Runtime.ExitError' },
  ]);
  expect(await deployment.processorCalls(id)).toBe(1);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
