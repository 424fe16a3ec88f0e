import type { ProcessingInput } from '../../../../contracts/processing';
import type { CaptureRecord } from '../../../../contracts/record';
import { claimCapture } from '../../../../lambdas/shared/claim/claim-capture';
import { InfrastructureError } from '../../../../lambdas/shared/infrastructure-error';
import { executionArn } from '../../../../lambdas/shared/standard/execution-name';
import { startStandard, type StandardDependencies } from '../../../../lambdas/shared/standard/start-standard';
import { UnknownOutcomeError } from '../../../../lambdas/shared/start-trouble';
import { aJob, aRecord } from '../../../helpers/captures';
import { FakeExecutions, refused } from '../../../helpers/fake-executions';
import { ManualClock } from '../../../helpers/manual-clock';
import { TestTable } from '../../../helpers/records-table';

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-standard';
const LEASE_MS = 525_000;

let table: TestTable;
let clock: ManualClock;
let executions: FakeExecutions;
let deps: StandardDependencies;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());
beforeEach(() => {
  clock = new ManualClock(1_000_000);
  executions = new FakeExecutions();
  deps = {
    table,
    clock,
    client: executions.client,
    stateMachineArn: MACHINE,
    leaseSeconds: { EXPRESS: 70, STANDARD: LEASE_MS / 1000 },
    recordRetentionSeconds: 90,
    retry: { retryBaseSeconds: 10, retryMaxSeconds: 900 },
  };
});

const arn = (name: string) => executionArn(MACHINE, name);
const unfinished = (job: ProcessingInput, overrides: Partial<CaptureRecord> = {}) =>
  aRecord(job, {
    claim: arn(`${job.id}.1`),
    runs: 1,
    unfinished: 'STANDARD',
    maxAttempts: job.maxAttempts,
    leaseExpiresAt: clock.now() + LEASE_MS,
    dueAt: clock.now() + LEASE_MS,
    ...overrides,
  });

it('a new job is claimed for its first execution, which is started; from then on the sweep knows of it', async () => {
  const job = aJob();

  expect(await startStandard(job, deps)).toEqual({ outcome: 'HELD' });

  expect(executions.started).toEqual([{ name: `${job.id}.1`, input: job }]);
  expect(await table.record(job.id)).toMatchObject({
    status: 'PROCESSING',
    claim: arn(`${job.id}.1`),
    attempts: 1,
    runs: 1,
    unfinished: 'STANDARD',
    dueAt: clock.now() + LEASE_MS,
    maxAttempts: 3,
  });
});

it("the workflow's own Claim finds the claim to be its own", async () => {
  const job = aJob();
  await startStandard(job, deps);

  const again = await claimCapture({ capture: job, claim: arn(`${job.id}.1`) }, deps);

  expect(again).toEqual({ outcome: 'CLAIMED', attempt: 1, again: true });
  expect(await table.record(job.id)).toMatchObject({ attempts: 1, runs: 1 });
});

it('whoever died between the claim and the start: the next delivery starts the execution that has the claim', async () => {
  const job = aJob();
  await claimCapture({ capture: job, claim: arn(`${job.id}.1`) }, deps);

  expect(await startStandard(job, deps)).toEqual({ outcome: 'HELD' });

  expect(executions.names).toEqual([`${job.id}.1`]);
  expect(await table.record(job.id)).toMatchObject({ attempts: 1, runs: 1 });
});

it('it is started with the attempts that the claim allows, whatever the next delivery would: another input is another execution', async () => {
  const job = aJob();
  await claimCapture({ capture: job, claim: arn(`${job.id}.1`) }, deps);

  await startStandard({ ...job, maxAttempts: 9 }, deps);

  expect(executions.started).toEqual([{ name: `${job.id}.1`, input: job }]);
});

it('a second delivery while the execution runs starts nothing', async () => {
  const job = aJob();
  await startStandard(job, deps);

  expect(await startStandard(job, deps)).toEqual({ outcome: 'HELD' });

  expect(executions.names).toEqual([`${job.id}.1`]);
  expect(await table.record(job.id)).toMatchObject({ attempts: 1, runs: 1 });
});

it('an execution that has ended with its lease live is left to the sweep', async () => {
  const job = aJob();
  await table.put(unfinished(job));
  executions.ended.add(`${job.id}.1`);

  expect(await startStandard(job, deps)).toEqual({ outcome: 'HELD' });

  expect(executions.names).toEqual([]);
  expect(await table.record(job.id)).toMatchObject({ claim: arn(`${job.id}.1`), runs: 1 });
});

it('a lease that is over: the same attempt goes on in the next execution', async () => {
  const job = aJob();
  await table.put(unfinished(job, { leaseExpiresAt: clock.now() }));

  await startStandard(job, deps);

  expect(executions.names).toEqual([`${job.id}.2`]);
  expect(await table.record(job.id)).toMatchObject({ claim: arn(`${job.id}.2`), attempts: 1, runs: 2 });
});

it('an attempt that FAILED is followed by the next one, in the next execution', async () => {
  const job = aJob();
  await table.put(unfinished(job, { status: 'FAILED' }));

  await startStandard(job, deps);

  expect(executions.names).toEqual([`${job.id}.2`]);
  expect(await table.record(job.id)).toMatchObject({ status: 'PROCESSING', attempts: 2, runs: 2 });
});

it('a name that an execution has used up before, the record being younger, is passed over', async () => {
  const job = aJob();
  executions.ended.add(`${job.id}.1`);

  expect(await startStandard(job, deps)).toEqual({ outcome: 'HELD' });

  expect(executions.names).toEqual([`${job.id}.2`]);
  expect(await table.record(job.id)).toMatchObject({ claim: arn(`${job.id}.2`), attempts: 1, runs: 2 });
});

it('of ten deliveries at once one execution comes', async () => {
  const job = aJob();

  await Promise.all(Array.from({ length: 10 }, () => startStandard(job, deps)));

  expect(executions.names).toEqual([`${job.id}.1`]);
  expect(await table.record(job.id)).toMatchObject({ attempts: 1, runs: 1 });
});

describe('a delivery that looked before another one claimed and started the execution', () => {
  /** Both want to claim for the same execution, this one too late. */
  const startTooLate = (job: ProcessingInput, meanwhile: () => Promise<unknown>) => {
    let looked = false;
    const behind = table.disturbed(async (command, call) => {
      await call();
      if (command === 'GetItemCommand' && !looked) {
        looked = true;
        await meanwhile();
      }
    });
    return startStandard(job, { ...deps, table: behind });
  };

  it('leaves it its claim, whatever attempts each is allowed', async () => {
    const job = aJob();

    const late = await startTooLate({ ...job, maxAttempts: 9 }, () => startStandard(job, deps));

    expect(late).toEqual({ outcome: 'HELD' });
    expect(executions.names).toEqual([`${job.id}.1`]);
    expect(await table.record(job.id)).toMatchObject({
      claim: arn(`${job.id}.1`),
      leaseExpiresAt: clock.now() + LEASE_MS,
      runs: 1,
    });
  });

  it('fails when Step Functions refuses, and gives back no claim that is not its own', async () => {
    const job = aJob();

    const late = startTooLate(job, async () => {
      await startStandard(job, deps);
      executions.troubles.push(refused('ThrottlingException'));
    });

    await expect(late).rejects.toThrow(InfrastructureError);
    expect(await table.record(job.id)).toMatchObject({
      claim: arn(`${job.id}.1`),
      leaseExpiresAt: clock.now() + LEASE_MS,
    });
  });
});

it('what is terminal starts nothing', async () => {
  const job = aJob();
  await table.put(aRecord(job, { status: 'COMPLETED', final: true }));

  expect(await startStandard(job, deps)).toEqual({ outcome: 'TERMINAL', status: 'COMPLETED' });

  expect(executions.names).toEqual([]);
});

it.each([
  ['is taken to the error queue by the sweep alone while that has to', true],
  ['goes there with its message otherwise', false],
])('an exhausted job %s', async (_, known) => {
  const job = aJob({ maxAttempts: 2 });
  const error = { name: 'ProcessorError', message: 'TypeError: x' };
  await table.put(
    unfinished(job, {
      status: 'FAILED',
      attempts: 2,
      error,
      ...(!known && { unfinished: undefined, dueAt: undefined }),
    }),
  );

  expect(await startStandard(job, deps)).toEqual(
    known ? { outcome: 'HELD' } : { outcome: 'EXHAUSTED', attempts: 2, error },
  );

  expect(executions.names).toEqual([]);
});

it('fails when Step Functions refuses, and gives the claim back: the sweep goes on soon', async () => {
  const job = aJob();
  executions.troubles.push(refused('ThrottlingException'));

  await expect(startStandard(job, deps)).rejects.toThrow(InfrastructureError);

  expect(await table.record(job.id)).toMatchObject({
    leaseExpiresAt: 0,
    dueAt: clock.now() + 10_000,
    runs: 1,
  });
  await startStandard(job, deps);
  expect(executions.names).toEqual([`${job.id}.2`]);
  expect(await table.record(job.id)).toMatchObject({ attempts: 1, runs: 2 });
});

it('waits longer after each further interruption', async () => {
  const job = aJob();
  await table.put(unfinished(job, { leaseExpiresAt: 0, runs: 3, claim: arn(`${job.id}.3`) }));
  executions.troubles.push(refused('ThrottlingException'));

  await expect(startStandard(job, deps)).rejects.toThrow('ThrottlingException');

  expect(await table.record(job.id)).toMatchObject({ runs: 4, dueAt: clock.now() + 80_000 });
});

it.each([
  ['nobody answers', new Error('socket hang up')],
  ['a further try is refused, the first one perhaps was not', refused('ThrottlingException', 2)],
])('fails and keeps the claim when %s: the execution may run', async (_, trouble) => {
  const job = aJob();
  executions.troubles.push(trouble);

  await expect(startStandard(job, deps)).rejects.toThrow(UnknownOutcomeError);

  expect(await table.record(job.id)).toMatchObject({
    claim: arn(`${job.id}.1`),
    leaseExpiresAt: clock.now() + LEASE_MS,
  });
  await startStandard(job, deps);
  expect(executions.names).toEqual([`${job.id}.1`]);
});

it('fails when the record moves whenever it is looked at', async () => {
  const job = aJob();
  const restless = table.disturbed(async (command, call, input) => {
    const name = (input as { ConditionExpression?: string }).ConditionExpression;
    if (command === 'UpdateItemCommand' && name) await table.delete(job.id);
    await call();
    if (command === 'UpdateItemCommand' && name) {
      await table.put(aRecord(job, { status: 'FAILED', attempts: 1, runs: 1 }));
    }
  });
  executions.ended.add(`${job.id}.1`).add(`${job.id}.2`);

  await expect(startStandard(job, { ...deps, table: restless })).rejects.toThrow('changed 5 times');
});
