import { randomUUID } from 'node:crypto';
import type { CaptureRecord } from '../../contracts/record';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { endingsOf, executionsOf, executionsWhen } from './helpers/executions';
import { exhausted, failsIn, redrive } from './helpers/exhausted';
import { keyHolder } from './helpers/idempotency';
import { type Kept, LateCalls } from './helpers/late-call';
import { failuresOf } from './helpers/recorded-failures';
import { warmUp } from './helpers/warm-up';

const [region, elsewhere] = ['eu-west-2', 'us-east-1'] as const;
const REFUSED = 'ConditionalCheckFailedException';
const WORKFLOW = '*-process-express';

let deployment: Deployment;
const rejected: string[] = [];
let log: CallLog;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  log = CallLog.of(deployment);
  await warmUp(deployment, region);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const keep = (match: Kept) => LateCalls.keep(deployment, log, match);
const record = async (id: string) => (await deployment.record(id)) as CaptureRecord;

describe('a zombie comes back after another claim has concluded', () => {
  it('with its Complete, Conclude or Mark duplicate: refused, nothing changes', async () => {
    const headers = { 'Idempotency-Key': 'zombie' };
    const first = await deployment.capture(region, 'same', headers);
    await deployment.terminal(first);
    const late = await keep({ action: 'dynamodb:UpdateItem', principal: WORKFLOW, times: 3 });
    const ids = [
      await deployment.capture(region, '{}'),
      await deployment.capture(region, '{"end":"reject"}'),
      await deployment.capture(region, 'same', headers),
    ];
    rejected.push(ids[1]!);
    await late.made();
    const concluded = await Promise.all(ids.map((id) => deployment.terminal(id)));

    const endings = await late.arrive();

    expect(endings).toEqual([REFUSED, REFUSED, REFUSED]);
    expect(await Promise.all(ids.map(record))).toEqual(concluded);
    expect(concluded.map(({ status }) => status)).toEqual(['COMPLETED', 'REJECTED', 'DUPLICATE']);
    for (const { id, attempts } of concluded) {
      expect(attempts).toBe(1);
      expect(await failuresOf(deployment, id)).toEqual([
        { attempt: 1, outcome: 'INFRASTRUCTURE', error: 'States.Timeout' },
      ]);
    }
  });

  it("with Fail's write, whose repetition was in time: refused, nothing changes", async () => {
    const late = await keep({ action: 'dynamodb:UpdateItem', principal: '*-fail' });
    const id = await deployment.capture(region, '{"end":"throw","until":1}');
    await late.made();
    const concluded = await deployment.terminal(id);

    expect(await late.arrive()).toEqual([REFUSED]);

    expect(await record(id)).toEqual(concluded);
    expect(concluded).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(await deployment.processorCalls(id)).toBe(2);
  });

  it("with Claim's write, whose repetition was in time: refused, nothing changes", async () => {
    const late = await keep({ action: 'dynamodb:UpdateItem', principal: '*-claim' });
    const id = await deployment.capture(region, '{}');
    await late.made();
    const concluded = await deployment.terminal(id);

    expect(await late.arrive()).toEqual([REFUSED]);

    expect(await record(id)).toEqual(concluded);
    expect(concluded).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(await deployment.processorCalls(id)).toBe(1);
  });
});

describe('a zombie comes back while another claim is at work', () => {
  it.each([
    ['Complete', WORKFLOW, '{}', 1],
    ["Fail's write", '*-fail', '{"end":"throw","until":1}', 2],
  ])('with its %s: refused, and the other one concludes', async (_, principal, body, attempts) => {
    const late = await keep({ action: 'dynamodb:UpdateItem', principal });
    const id = await deployment.capture(region, body);
    await late.made();
    const processing = await deployment.fault({
      action: 'lambda:InvokeFunction',
      principal: WORKFLOW,
      resource: '*:e2e-process',
      effect: { hold: true },
    });
    await deployment.untilFault(processing, ({ waiting }) => waiting === 1);
    const before = await record(id);

    expect(await late.arrive()).toEqual([REFUSED]);

    expect(await record(id)).toEqual(before);
    await deployment.removeFault(processing);
    expect(await deployment.terminal(id)).toMatchObject({
      status: 'COMPLETED',
      attempts,
      claim: before.claim,
    });
    expect(await deployment.processorCalls(id)).toBe(2);
  });
});

describe('the key is written late', () => {
  it('after it was taken by a repetition: refused, the holder stays', async () => {
    const key = randomUUID();
    const late = await keep({ action: 'dynamodb:PutItem', principal: '*-process' });
    const id = await deployment.capture(region, '{}', { 'Idempotency-Key': key });
    await late.made();
    await deployment.terminal(id);
    const before = await keyHolder(deployment, key);

    expect(await late.arrive()).toEqual([REFUSED]);

    expect(await keyHolder(deployment, key)).toEqual(before);
  });

  it('by an attempt that died taking over, after the next one did: refused, the holder stays', async () => {
    const key = randomUUID();
    const first = await exhausted(deployment, region, key);
    // The first put finds the key taken; the second is the takeover, and its repetition ends the function.
    const put = { action: 'dynamodb:PutItem', principal: '*-process', times: 1 };
    await deployment.fault({ ...put, skip: 2, effect: { kill: 'before' } });
    const late = await keep({ ...put, skip: 1 });
    const id = await deployment.capture(elsewhere, failsIn(region), { 'Idempotency-Key': key });
    await late.made();
    const ended = await deployment.terminal(id);
    const before = await keyHolder(deployment, key);

    expect(await late.arrive()).toEqual([REFUSED]);

    expect(ended).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(before).toMatchObject({ captureId: id, claim: ended.claim });
    expect(await keyHolder(deployment, key)).toEqual(before);
    expect(await deployment.processorCalls(id)).toBe(1);
    await redrive(deployment, region);
    expect(await deployment.terminal(first)).toMatchObject({ status: 'DUPLICATE', duplicateOf: id });
  });
});

it('Complete is done and its answer lost: the execution finds itself LOST, the capture is COMPLETED once', async () => {
  // A kill that ends nobody: only the answer is lost.
  await deployment.fault({
    action: 'dynamodb:UpdateItem',
    principal: WORKFLOW,
    times: 1,
    effect: { kill: 'after', function: 'e2e-reconcile' },
  });

  const id = await deployment.capture(region, '{}');
  const concluded = await deployment.terminal(id);
  await executionsWhen(deployment, id, (all) => all.every(({ status }) => status !== 'RUNNING'));

  expect(endingsOf(executionsOf(deployment, id))).toEqual(['LOST']);
  expect(await record(id)).toEqual(concluded);
  expect(concluded).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(await deployment.processorCalls(id)).toBe(1);
});

it('everything that was accepted is processed, once', () =>
  expectSound(deployment, { rejected, expected: { redrives: 1 } }));
