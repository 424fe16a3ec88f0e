import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { hashToken } from '../../contracts/tokens';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';
import { JobsClient } from './helpers/jobs-client';

const CENTRAL = 'eu-west-1';
const REGION = 'eu-west-2';
const OTHER = 'us-east-1';
const REPLICATION = '*/AWSServiceRoleForDynamoDBReplication';
const rejected: string[] = [];

let deployment: Deployment;
let jobs: JobsClient;
let elsewhere: JobsClient;
beforeAll(async () => {
  deployment = await Deployment.start(false, '__tests__/e2e/replicated-regions.json');
  await deployment.secrets(CENTRAL).send(
    new PutSecretValueCommand({
      SecretId: 'e2e-tokens',
      SecretString: JSON.stringify({ [hashToken('allow')]: 'local', [hashToken('other-token')]: 'other' }),
    }),
  );
  jobs = new JobsClient(deployment, REGION);
  elsewhere = new JobsClient(deployment, OTHER);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

describe('with a replica of the records in every region, GET /jobs/{jobId}', () => {
  it.each([
    ['the central region', { outage: 'refuse', region: CENTRAL }],
    ['the central region, which hangs,', { outage: 'hang', region: CENTRAL }],
    ['the central stack', { outage: 'refuse', stack: 'central' }],
  ] as const)('answers while %s is down, and tells what comes after', async (_what, outage) => {
    const done = await jobs.submit({ seconds: 0 });
    const refused = await jobs.submit({ seconds: 0, reject: 'not today' });
    rejected.push(refused);
    for (const client of [jobs, elsewhere]) {
      await client.stateWhen(done, 'COMPLETED');
      await client.stateWhen(refused, 'REJECTED');
    }
    const down = await deployment.fault(outage);

    const captured = await jobs.submit({ seconds: 0 });

    for (const client of [jobs, elsewhere]) {
      expect(await client.get(done)).toMatchObject({
        status: 200,
        body: { status: 'COMPLETED', parameters: { seconds: 0 }, result: { id: done } },
      });
      expect(await client.get(refused)).toMatchObject({
        status: 200,
        body: { status: 'REJECTED', error: { message: 'not today' } },
      });
      expect(await client.get(captured)).toMatchObject({
        status: 200,
        body: { status: 'CAPTURED', attempts: 0 },
      });
      expect((await client.get(`${REGION}.jobs.never=`)).status).toBe(404);
      expect((await client.get(done, undefined, 'other-token')).status).toBe(404);
    }

    await deployment.removeFault(down);
    for (const client of [jobs, elsewhere]) await client.stateWhen(captured, 'COMPLETED');
  });

  it('may tell what was before, until the replica has followed', async () => {
    const late = await deployment.fault({
      action: 'dynamodb:PutItem',
      principal: REPLICATION,
      region: REGION,
      effect: { hold: true },
    });
    const id = await jobs.submit({ seconds: 0 });

    await elsewhere.stateWhen(id, 'COMPLETED');
    expect((await jobs.get(id)).body.status).toBe('CAPTURED');

    await deployment.removeFault(late);
    await jobs.stateWhen(id, 'COMPLETED');
  });

  it('answers 503 in a region whose replica cannot be asked, never a guess', async () => {
    const id = await jobs.submit({ seconds: 0 });
    await elsewhere.stateWhen(id, 'COMPLETED');
    await deployment.fault({
      action: 'dynamodb:GetItem',
      principal: '*-get-job',
      region: REGION,
      effect: { fail: 'InternalServerError', status: 500 },
    });

    expect(await jobs.get(id)).toEqual({
      status: 503,
      body: { message: 'temporarily unavailable: ask again' },
    });
    expect((await elsewhere.get(id)).status).toBe(200);
  });
});

it('everything that was accepted is processed, once', () => expectSound(deployment, { rejected }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
