import type { ProcessingInput } from '../../../contracts/processing';
import { beginExecution } from '../../../lambdas/claim/begin-execution';
import { claimCapture } from '../../../lambdas/shared/claim/claim-capture';
import type { ClaimDependencies } from '../../../lambdas/shared/claim/take-claim';
import { startStandard } from '../../../lambdas/shared/standard/start-standard';
import { aCapture, aJob, aRecord } from '../../helpers/captures';
import { FakeExecutions } from '../../helpers/fake-executions';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

const EXPRESS_MS = 70_000;
const LEASE_MS = 660_000;
const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:test-process-standard';
const executionOf = ({ id }: ProcessingInput, run = 1) =>
  `arn:aws:states:eu-west-1:000000000000:execution:test-process-standard:${id}.${run}`;

let table: TestTable;
let clock: ManualClock;
let deps: ClaimDependencies;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());
beforeEach(() => {
  clock = new ManualClock(1_000_000);
  const leaseSeconds = { EXPRESS: EXPRESS_MS / 1000, STANDARD: LEASE_MS / 1000 };
  deps = { table, clock, leaseSeconds, recordRetentionSeconds: 90 };
});

const begin = (capture: ProcessingInput, overrides: Partial<ClaimDependencies> = {}) =>
  beginExecution({ capture, claim: executionOf(capture) }, { ...deps, ...overrides });

/** What starting executions does, in the lane and in the sweep. */
const start = (job: ProcessingInput, executions: FakeExecutions) =>
  startStandard(job, {
    ...deps,
    client: executions.client,
    stateMachineArn,
    retry: { retryBaseSeconds: 10, retryMaxSeconds: 900 },
  });

it('an execution that is started long after it was claimed for has a whole lease of its own', async () => {
  const job = aJob();
  await claimCapture({ capture: job, claim: executionOf(job) }, deps);
  clock.advance(LEASE_MS - 1);

  expect(await begin(job)).toEqual({ outcome: 'CLAIMED', attempt: 1, again: true });

  const end = 1_000_000 + LEASE_MS - 1 + LEASE_MS;
  expect(await table.record(job.id)).toMatchObject({ leaseExpiresAt: end, dueAt: end, attempts: 1, runs: 1 });
});

it('nothing is started beside it while it may run', async () => {
  const job = aJob();
  const executions = new FakeExecutions();
  await claimCapture({ capture: job, claim: executionOf(job) }, deps);
  clock.advance(LEASE_MS - 1);
  await start(job, executions);
  await begin(job);
  clock.advance(LEASE_MS - 1);

  await start(job, executions);

  expect(executions.names).toEqual([`${job.id}.1`]);
});

it('a delivery that finds the claim renews nothing: perhaps no execution runs', async () => {
  const job = aJob();
  await claimCapture({ capture: job, claim: executionOf(job) }, deps);
  clock.advance(1000);

  await start(job, new FakeExecutions());

  const end = 1_000_000 + LEASE_MS;
  expect(await table.record(job.id)).toMatchObject({ leaseExpiresAt: end, dueAt: end });
});

it('an EXPRESS execution that finds its own claim has the lease that its message is hidden for', async () => {
  const capture = aCapture();
  await begin(capture);
  clock.advance(1000);

  expect(await begin(capture)).toEqual({ outcome: 'CLAIMED', attempt: 1, again: true });

  const record = await table.record(capture.id);
  expect(record?.leaseExpiresAt).toBe(1_000_000 + EXPRESS_MS);
  expect(record).not.toHaveProperty('dueAt');
});

it('an execution whose claim is taken over while it looks is told so, and leaves the other its lease', async () => {
  const job = aJob();
  await claimCapture({ capture: job, claim: executionOf(job) }, deps);
  const other = aRecord(job, { claim: executionOf(job, 2), runs: 2, leaseExpiresAt: 1_000_000 + LEASE_MS });
  let reads = 0;
  const racing = table.disturbed(async (command, call) => {
    await call();
    if (command !== 'GetItemCommand') return;
    reads += 1;
    if (reads === 1) await table.put(other);
  });

  expect(await begin(job, { table: racing })).toEqual({
    outcome: 'IN_FLIGHT',
    leaseExpiresAt: other.leaseExpiresAt,
  });
  expect(await table.record(job.id)).toEqual(other);
});
