import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { CallLog } from './helpers/call-log';
import { endingsOf, executionsOf, executionsWhen } from './helpers/executions';
import { LateCalls } from './helpers/late-call';
import { setLease } from './helpers/leases';
import { failuresOf } from './helpers/recorded-failures';
import { deliverAgain } from './helpers/s3-events';
import { warmUp } from './helpers/warm-up';

const region = 'eu-west-2';
const CLAIM = '*-claim';

let deployment: Deployment;
let log: CallLog;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  log = CallLog.of(deployment);
  await warmUp(deployment, region);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

/** Keeps calls waiting until two are there, then lets both go. */
async function meet(fault: string): Promise<void> {
  await deployment.untilFault(fault, ({ waiting }) => waiting === 2);
  await deployment.removeFault(fault);
}

const holdClaims = (action: string, skip = 0) =>
  deployment.fault({ action: `dynamodb:${action}`, principal: CLAIM, skip, effect: { hold: true } });

/** How the one ends that has not got the claim; executions before this race are left out. */
async function loserOf(id: string, before: number): Promise<string | undefined> {
  const isInFlight = (ending: string | undefined) => ending === 'IN_FLIGHT';
  const executions = await executionsWhen(deployment, id, (all) =>
    endingsOf(all).slice(before).some(isInFlight),
  );
  return endingsOf(executions).slice(before).find(isInFlight);
}

/** Lets the one that has the claim go on. */
async function goOn(processing: string): Promise<void> {
  await deployment.untilFault(processing, ({ hits }) => hits === 1);
  await deployment.removeFault(processing);
}

const holdProcess = () =>
  deployment.fault({
    action: 'lambda:InvokeFunction',
    principal: '*-process-express',
    resource: '*:e2e-process',
    effect: { hold: true },
  });

it('of two executions of a new capture one gets the claim, and the other finds it in flight', async () => {
  const claims = await holdClaims('UpdateItem');
  const processing = await holdProcess();
  const id = await deployment.capture(region, '{}');
  await deliverAgain(deployment, id);

  await meet(claims);

  expect(await loserOf(id, 0)).toBe('IN_FLIGHT');
  await goOn(processing);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(await deployment.processorCalls(id)).toBe(1);
});

it('of two executions that would try again what FAILED one does, and it is one attempt', async () => {
  const claims = await holdClaims('UpdateItem', 1);
  const id = await deployment.capture(region, '{"end":"throw","until":1}');
  await deployment.recordWhen(id, ({ status }) => status === 'FAILED');
  const processing = await holdProcess();
  await deliverAgain(deployment, id);

  await meet(claims);

  expect(await loserOf(id, 1)).toBe('IN_FLIGHT');
  await goOn(processing);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 2 });
  expect(await deployment.processorCalls(id)).toBe(2);
});

it('of two executions that would go on with an interrupted attempt one does, and it is the same attempt', async () => {
  await deployment.fault({
    action: 'dynamodb:UpdateItem',
    principal: CLAIM,
    times: 1,
    effect: { kill: 'after' },
  });
  const reads = await holdClaims('GetItem');
  const processing = await holdProcess();
  const id = await deployment.capture(region, '{}');
  await deployment.recordWhen(id, ({ leaseExpiresAt }) => leaseExpiresAt === 0);
  await deliverAgain(deployment, id);
  await deployment.untilFault(reads, ({ waiting }) => waiting === 2);
  // Both have seen the attempt interrupted before either writes.
  const claims = await holdClaims('UpdateItem');
  await deployment.removeFault(reads);

  await meet(claims);

  expect(await loserOf(id, 1)).toBe('IN_FLIGHT');
  await goOn(processing);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(await deployment.processorCalls(id)).toBe(1);
});

it('a lease that ends in mid-work: the attempt changes hands, and the first execution is lost', async () => {
  const late = await LateCalls.keep(deployment, log, {
    action: 'dynamodb:UpdateItem',
    principal: '*-process-express',
  });
  const id = await deployment.capture(region, '{}');
  await late.made();
  // What a clock that is far ahead would make of it.
  await setLease(deployment, id, 0);
  await deliverAgain(deployment, id);
  const concluded = await deployment.terminal(id);

  expect(await late.arrive()).toEqual(['ConditionalCheckFailedException']);

  await executionsWhen(deployment, id, ([first]) => first?.status !== 'RUNNING');
  expect(endingsOf(executionsOf(deployment, id)).slice(0, 2)).toEqual(['LOST', 'TERMINAL']);
  expect(await deployment.record(id)).toEqual(concluded);
  expect(concluded).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(concluded.claim).toBe(executionsOf(deployment, id)[1]?.claim);
  expect(await deployment.processorCalls(id)).toBe(2);
  expect((await failuresOf(deployment, id)).filter(({ outcome }) => outcome !== 'LOST')).toEqual([]);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
