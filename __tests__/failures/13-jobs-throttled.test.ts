import { randomUUID } from 'node:crypto';
import { Deployment } from '../e2e/helpers/deployment';
import { exhaustedJob, putJob } from '../e2e/helpers/jobs';
import { expectSound } from '../helpers/expect-sound';
import {
  type JobOccasion,
  NO_FAILURE_RECORDED,
  ONE_CALL,
  THROTTLED_JOB_CALLS,
  throttledCall,
} from './helpers/throttled-calls';
import { until } from './helpers/until';

const region = 'eu-west-2';
const FAILS_ONCE = { end: 'throw', until: 1 };

let deployment: Deployment;
const poison: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  await deployment.terminal(await putJob(deployment, region, FAILS_ONCE));
});
afterAll(() => deployment.stop());

/** Has a job make the call; answers what jobs there are, and the attempts that each may have in the end. */
const OCCASIONS: Record<JobOccasion, () => Promise<[id: string, attempts: number][]>> = {
  'any drain': async () => [],
  jobs: async () => [
    [await putJob(deployment, region, {}), 1],
    [await putJob(deployment, region, FAILS_ONCE), 2],
  ],
  'keyed jobs': async () => {
    const key = randomUUID();
    return [
      [await putJob(deployment, region, { same: true }, key), 1],
      [await putJob(deployment, region, { same: true }, key), 1],
    ];
  },
  'exhausted job': async () => {
    const id = await putJob(deployment, region, { end: 'throw' });
    poison.push(id);
    return [];
  },
  'failure not recorded': async () => {
    await deployment.fault(NO_FAILURE_RECORDED);
    return [[await putJob(deployment, region, FAILS_ONCE), 2]];
  },
};

const jobs = new Map<string, [id: string, attempts: number][]>();

it.each(THROTTLED_JOB_CALLS)(
  '$role: $action',
  async ({ role, action, occasion, times = ONE_CALL, afresh }) => {
    const fault = await deployment.fault(throttledCall(role, action, times));
    if (afresh) await deployment.cloud.services.lambda.killFunction(afresh);

    jobs.set(`${role} ${action}`, await OCCASIONS[occasion]());

    await until(
      `${times} calls that were throttled`,
      () => deployment.faultState(fault).hits === times || undefined,
    );
    await deployment.clearFaults();
  },
);

it.each(THROTTLED_JOB_CALLS)(
  '$role: $action: in the end all is processed, and no attempt was counted',
  async ({ role, action }) => {
    for (const [id, attempts] of jobs.get(`${role} ${action}`) ?? []) {
      const { status, ...ended } = await until(`the end of ${id}`, async () => {
        const record = await deployment.record(id);
        return record?.final ? record : undefined;
      });
      expect(['COMPLETED', 'DUPLICATE']).toContain(status);
      expect(ended.attempts).toBe(attempts);
    }
  },
);

it('everything that was accepted is processed, once, or waits in the error queue', async () => {
  for (const id of poison) expect(await exhaustedJob(deployment, id)).toMatchObject({ attempts: 3 });
  await expectSound(deployment, { poison });
});
