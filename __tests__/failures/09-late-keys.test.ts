import { randomUUID } from 'node:crypto';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { exhausted, failsIn, redrive } from './helpers/exhausted';
import { keyHolder } from './helpers/idempotency';
import { type Kept, LateCalls } from './helpers/late-call';
import { warmUp } from './helpers/warm-up';

const [region, elsewhere] = ['eu-west-2', 'us-east-1'] as const;
const REFUSED = 'ConditionalCheckFailedException';

let deployment: Deployment;
let log: CallLog;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  log = CallLog.of(deployment);
  await warmUp(deployment, region);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const keep = (match: Kept) => LateCalls.keep(deployment, log, match);

it('a key that is written late, after its repetition was in time: refused, the holder stays', async () => {
  const key = randomUUID();
  const late = await keep({ action: 'dynamodb:PutItem', principal: '*-process' });
  const id = await deployment.capture(region, '{}', { 'Idempotency-Key': key });
  await late.made();
  await deployment.terminal(id);
  const before = await keyHolder(deployment, key);

  expect(await late.arrive()).toEqual([REFUSED]);

  expect(await keyHolder(deployment, key)).toEqual(before);
});

it('a takeover that comes late, after its attempt died and the next one took over: refused, the holder stays', async () => {
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

it('a takeover that comes late, after the first one has tried again: refused, the first one stays the holder', async () => {
  const key = randomUUID();
  const body = '{"end":"throw","until":3}';
  const first = await exhausted(deployment, region, key, body);
  // The first put finds the key taken; the second is the takeover, of which an SDK client makes three attempts.
  const late = await keep({ action: 'dynamodb:PutItem', principal: '*-process', skip: 1, times: 3 });
  const second = await deployment.capture(elsewhere, body, { 'Idempotency-Key': key });
  await late.made();
  // The second one comes back only when the first one has been through.
  const receives = await deployment.fault({
    action: 'sqs:ReceiveMessage',
    region: elsewhere,
    effect: { fail: 'ThrottlingException' },
  });
  await redrive(deployment, region);
  expect(await deployment.terminal(first)).toMatchObject({ status: 'COMPLETED', attempts: 4 });
  const before = await keyHolder(deployment, key);

  expect(await late.arrive()).toEqual([REFUSED, REFUSED, REFUSED]);

  expect(before.captureId).toBe(first);
  expect(await keyHolder(deployment, key)).toEqual(before);
  await deployment.removeFault(receives);
  expect(await deployment.terminal(second)).toMatchObject({ status: 'DUPLICATE', duplicateOf: first });
  expect(await deployment.processorCalls(second)).toBe(0);
});

it('everything that was accepted is processed, once', () =>
  expectSound(deployment, { expected: { redrives: 1 } }));
