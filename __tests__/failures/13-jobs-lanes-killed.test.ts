import { exhaustedJob, putJob } from '../e2e/helpers/jobs';
import { expectSound } from '../helpers/expect-sound';
import { errorCopies } from './helpers/error-copies';
import { deliverAgain } from './helpers/s3-events';
import { until } from './helpers/until';
import { useDeployment } from './helpers/use-deployment';

const pillarbox = useDeployment({
  defaults: { maxProcessingAttempts: 2 },
  processing: { standardTimeoutSeconds: 6 },
});
const region = 'eu-west-2';
const poison: string[] = [];

type Kill = 'before' | 'after';

/** Submits a job whose lane, or sweep, is killed at a call. */
async function killed(lane: string, action: string, kill: Kill, order: object, skip = 0): Promise<string> {
  const deployment = pillarbox();
  const fault = await deployment.fault({ action, principal: `*-${lane}`, skip, times: 1, effect: { kill } });
  const id = await putJob(deployment, region, order);
  await until(`a death at ${action}`, () => deployment.faultState(fault).hits === 1 || undefined);
  await deployment.removeFault(fault);
  return id;
}

const ended = (id: string) =>
  until(`the end of ${id}`, async () => {
    const record = await pillarbox().record(id);
    return record?.final ? record : undefined;
  });

describe('the lane of a job dies', () => {
  it.each<[Kill, string]>([
    ['before', 'dynamodb:GetItem'],
    ['after', 'dynamodb:GetItem'],
    ['before', 'dynamodb:UpdateItem'],
    ['after', 'dynamodb:UpdateItem'],
    ['before', 'states:StartExecution'],
    ['after', 'states:StartExecution'],
    ['before', 'sqs:DeleteMessage'],
    ['after', 'sqs:DeleteMessage'],
  ])('%s %s: the job is done once, in one attempt under one claim', async (kill, action) => {
    const id = await killed('drain-lane', action, kill, {});
    // Its own message comes back later, and finds it done.
    await deliverAgain(pillarbox(), id);

    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 1, runs: 1, conclusions: 1 });
  });
});

describe('the sweep of a job that is tried again dies', () => {
  it.each<[Kill, string]>([
    ['before', 'dynamodb:Query'],
    ['after', 'dynamodb:Query'],
    ['before', 'dynamodb:UpdateItem'],
    // Claimed and not started: the lease has to end.
    ['after', 'dynamodb:UpdateItem'],
    ['before', 'states:StartExecution'],
    ['after', 'states:StartExecution'],
  ])('%s %s: the second attempt follows, and is counted once', async (kill, action) => {
    const id = await killed('sweep', action, kill, { failUntil: 1 });

    expect(await ended(id)).toMatchObject({ status: 'COMPLETED', attempts: 2, conclusions: 1 });
  });
});

it('the sweep of an exhausted job dies before its turn at the copy: the next one makes it', async () => {
  // The first write is the claim of the second attempt.
  const id = await killed('sweep', 'dynamodb:UpdateItem', 'before', { throw: 'poison' }, 1);
  poison.push(id);

  expect(await exhaustedJob(pillarbox(), id)).toMatchObject({ attempts: 2 });
  expect(await errorCopies(pillarbox(), id)).toBe(1);
});

it('the sweep of an exhausted job dies between the copy and the note: the next one copies it once more, and is done', async () => {
  const id = await killed('sweep', 'sqs:SendMessage', 'after', { throw: 'poison' });
  poison.push(id);

  expect(await exhaustedJob(pillarbox(), id)).toMatchObject({ attempts: 2 });
  expect(await errorCopies(pillarbox(), id)).toBe(2);
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(pillarbox(), { poison }));
