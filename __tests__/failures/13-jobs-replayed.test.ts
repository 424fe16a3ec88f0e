import { Deployment } from '../e2e/helpers/deployment';
import { putJob } from '../e2e/helpers/jobs';
import { expectSound } from '../helpers/expect-sound';
import { endingsOf, executionsOf } from './helpers/executions';
import { archivedCaptures, replayAll } from './helpers/replay';
import { until } from './helpers/until';

const region = 'eu-west-2';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
});
afterAll(() => deployment.stop());

const ended = (id: string) =>
  until(`the end of ${id}`, async () => {
    const found = await deployment.record(id);
    return found?.final ? found : undefined;
  });

it('a failure that cannot be recorded: archived, taken up again by the sweep, and a replay after that changes nothing', async () => {
  const fail = await deployment.fault({
    action: 'dynamodb:UpdateItem',
    principal: '*-fail',
    effect: { fail: 'ThrottlingException' },
  });
  const id = await putJob(deployment, region, { end: 'throw', until: 1 });
  await until('it in the archive', () => archivedCaptures(deployment).includes(id) || undefined);
  await deployment.removeFault(fail);

  const completed = await ended(id);
  expect(completed).toMatchObject({ status: 'COMPLETED', attempts: 2 });
  expect(endingsOf(executionsOf(deployment, id))[0]).toBe('FailureNotRecorded');
  const before = executionsOf(deployment, id).length;

  await replayAll(deployment);

  // On its own workflow: the replayed execution is found among those of jobs.
  const endings = await until('the end of the replayed execution', () => {
    const found = endingsOf(executionsOf(deployment, id)).slice(before);
    return found.length > 0 && !found.includes('RUNNING') ? found : undefined;
  });
  expect(endings).toEqual(['TERMINAL']);
  expect(await deployment.record(id)).toEqual(completed);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
