import type { CaptureRecord } from '../../contracts/record';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { endingsOf, executionsWhen } from './helpers/executions';
import { type Kept, LateCalls } from './helpers/late-call';
import { loseAnswer } from './helpers/lost-answer';
import { failuresOf } from './helpers/recorded-failures';
import { warmUp } from './helpers/warm-up';

const region = 'eu-west-2';
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

describe('what an execution wrote is done, and the answer is lost', () => {
  const update = 'dynamodb:UpdateItem';

  it('of Claim: its repetition finds its own claim, and the execution goes on', async () => {
    loseAnswer(deployment, { action: update, principal: '*-claim' });

    const id = await deployment.capture(region, '{}');

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(endingsOf(await ended(id))).toEqual(['TERMINAL']);
    expect(await deployment.processorCalls(id)).toBe(1);
  });

  it('of Fail: its repetition answers the same, and the next attempt follows', async () => {
    loseAnswer(deployment, { action: update, principal: '*-fail' });

    const id = await deployment.capture(region, '{"end":"throw","until":1}');

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
    expect(endingsOf(await ended(id))).toEqual(['RETRY', 'TERMINAL']);
    expect(await deployment.processorCalls(id)).toBe(2);
  });

  it.each([
    ['its repetition', async () => loseAnswer(deployment, { action: update, principal: WORKFLOW })],
    [
      'its failure',
      // A kill that ends nobody: there is no answer at all, which is not repeated.
      () =>
        deployment.fault({
          action: update,
          principal: WORKFLOW,
          times: 1,
          effect: { kill: 'after', function: 'e2e-reconcile' },
        }),
    ],
  ])('of Complete: %s is refused, and the capture is COMPLETED once', async (_, lose) => {
    await lose();

    const id = await deployment.capture(region, '{}');
    const concluded = await deployment.terminal(id);

    expect(endingsOf(await ended(id))).toEqual(['LOST']);
    expect(await record(id)).toEqual(concluded);
    expect(concluded).toMatchObject({ status: 'COMPLETED', attempts: 1, conclusions: 1 });
    expect(await deployment.processorCalls(id)).toBe(1);
  });

  const ended = (id: string) =>
    executionsWhen(deployment, id, (all) => all.every(({ status }) => status !== 'RUNNING'));
});

it('everything that was accepted is processed, once', () =>
  expectSound(deployment, { rejected, expected: { redrives: 1 } }));
