import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';
import { exhaustedJob, jobExecutions, putJob } from './helpers/jobs';
import { ops } from './helpers/operations';

const REGION = 'eu-west-2';

const poison: string[] = [];
const rejected: string[] = [];

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const executions = (id: string) => jobExecutions(deployment, id);
const namesOf = (id: string) => executions(id).map(({ name }) => name);
const queueIsEmpty = () =>
  eventually('an empty capture queue', async () =>
    (await deployment.queueCounts(REGION, 'capture')).every((count) => count === 0) ? true : undefined,
  );

/** The record of a job that has ended. Bounded to a minute: many at once take their time, and a lease 14 s. */
const ended = (id: string) =>
  eventually(
    `the end of ${id}`,
    async () => {
      const seen = await deployment.record(id);
      return seen?.final ? seen : undefined;
    },
    60,
  );

/** A job whose Process function is not called before the fault is removed. */
async function jobInMidWork(): Promise<{ held: string; id: string }> {
  const held = await deployment.fault({
    action: 'lambda:InvokeFunction',
    resource: '*:e2e-process-standard',
    times: 1,
    effect: { hold: true },
  });
  const id = await putJob(deployment, REGION, {});
  await deployment.untilFault(held, ({ waiting }) => waiting === 1);
  return { held, id };
}

it('a job runs in an execution of its own and ends with its result, and nothing of it is left to do', async () => {
  const id = await putJob(deployment, REGION, { takes: 10 });

  const record = await deployment.terminal(id);

  expect(record).toMatchObject({ status: 'COMPLETED', attempts: 1, channel: 'jobs', conclusions: 1 });
  expect(JSON.parse(record.result ?? '')).toMatchObject({ id, attempt: 1 });
  for (const name of ['unfinished', 'dueAt', 'maxAttempts']) expect(record).not.toHaveProperty(name);
  expect(namesOf(id)).toEqual([`${id}.1`]);
  await queueIsEmpty();
});

it('a job that fails is tried again by the sweep, each time in a new execution', async () => {
  const id = await putJob(deployment, REGION, { failUntil: 2 });

  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 3 });
  expect(namesOf(id)).toEqual([`${id}.1`, `${id}.2`, `${id}.3`]);
});

it('a job that always fails ends in the error queue of its region, once, with its reason', async () => {
  const id = await putJob(deployment, REGION, { throw: 'no luck' });
  poison.push(id);

  await deployment.recordWhen(id, (record) => record.attempts === 3 && record.unfinished === undefined);

  const url = await deployment.queueUrl(REGION, 'error');
  const { Messages = [] } = await deployment.sqs(REGION).send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 0,
    }),
  );
  const mine = Messages.filter(
    ({ MessageAttributes }) => MessageAttributes?.[ERROR_ATTRIBUTES.id]?.StringValue === id,
  );
  expect(
    mine.map(({ MessageAttributes }) => MessageAttributes?.[ERROR_ATTRIBUTES.reason]?.StringValue),
  ).toEqual(['ProcessorError: TypeError: no luck']);
  expect(await deployment.record(id)).toMatchObject({ status: 'FAILED', attempts: 3, attention: 'FAILED' });
});

it('a job that has used up its attempts is obeyed a retry: it starts again, and leaves the error queue', async () => {
  const id = await putJob(deployment, REGION, { failUntil: 4 });
  await exhaustedJob(deployment, id);

  expect(await ops(deployment, 'retry', id, '--wait')).toMatchObject({ exitCode: 0 });

  expect(await deployment.record(id)).toMatchObject({ status: 'COMPLETED', attempts: 5, conclusions: 1 });
});

it('a job that is refused is REJECTED with its reason, without another attempt', async () => {
  const id = await putJob(deployment, REGION, { reject: 'not like this' });
  rejected.push(id);

  expect(await deployment.terminal(id)).toMatchObject({
    status: 'REJECTED',
    attempts: 1,
    error: { name: 'RejectedError', message: 'not like this' },
  });
});

it('jobs run side by side, and a published capture does not wait for them, however many there are and however long they take', async () => {
  const held = await deployment.fault({
    action: 's3:GetObject',
    principal: '*-process-standard',
    effect: { hold: true },
  });
  // As many as a lane has in flight at once.
  const ids = await Promise.all(
    Array.from({ length: 20 }, () => putJob(deployment, REGION, { takes: 2000 })),
  );
  await deployment.untilFault(held, ({ waiting }) => waiting >= 6);

  const published = await deployment.terminal(await deployment.capture(REGION, '{}'));

  expect(published).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  const meanwhile = await Promise.all(ids.map((id) => deployment.record(id)));
  expect(meanwhile.filter((record) => record?.final)).toEqual([]);
  await deployment.removeFault(held);
  const jobs = await Promise.all(ids.map((id) => ended(id)));
  const intervals = jobs.map(
    ({ result = '' }) => JSON.parse(result) as { startedAt: number; endedAt: number },
  );
  const overlaps = intervals.map(
    (job) =>
      intervals.filter((other) => other.startedAt < job.endedAt && job.startedAt < other.endedAt).length - 1,
  );
  // Those that were held went on together; the others began when there was room for them.
  expect(overlaps.filter((others) => others >= 5).length).toBeGreaterThanOrEqual(6);
});

it('a job whose execution is aborted goes on at once when it is retried, and is refused a retry while it runs', async () => {
  const { held, id } = await jobInMidWork();
  const before = await deployment.record(id);
  const [execution] = executions(id);

  expect(await ops(deployment, 'retry', id)).toMatchObject({
    exitCode: 1,
    notes: expect.stringContaining('it is being processed until'),
  });
  await deployment.states().send(new StopExecutionCommand({ executionArn: execution?.arn }));
  await eventually('its end', async () => (executions(id)[0]?.status === 'ABORTED' ? true : undefined));
  expect(await ops(deployment, 'retry', id, '--wait')).toMatchObject({ exitCode: 0 });
  await deployment.removeFault(held);

  const record = await deployment.record(id);
  expect(record).toMatchObject({ status: 'COMPLETED', attempts: 1, conclusions: 1 });
  // Long before the lease would have been over: it is what a retry is for.
  expect(record?.claimedAt).toBeLessThan(before?.leaseExpiresAt ?? 0);
  expect(namesOf(id)).toEqual([`${id}.1`, `${id}.2`]);
});

it('a job whose execution is aborted from outside goes on when its lease is over, and is completed once', async () => {
  const { held, id } = await jobInMidWork();
  const [execution] = executions(id);
  const client = deployment.states();

  await client.send(new StopExecutionCommand({ executionArn: execution?.arn, error: 'Operator' }));
  await deployment.removeFault(held);

  const record = await ended(id);
  expect(record).toMatchObject({ status: 'COMPLETED', attempts: 1, conclusions: 1 });
  expect(executions(id).map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected, expected: { redrives: 1 } }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
