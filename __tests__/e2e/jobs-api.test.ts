import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { hashToken } from '../../contracts/tokens';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';
import { JobsClient, JSON_TYPE } from './helpers/jobs-client';

const REGION = 'eu-west-2';
const OTHER = 'us-east-1';
const poison: string[] = [];
const rejected: string[] = [];

let deployment: Deployment;
let jobs: JobsClient;
beforeAll(async () => {
  deployment = await Deployment.start(false);
  jobs = new JobsClient(deployment, REGION);
  await deployment.secrets('eu-west-1').send(
    new PutSecretValueCommand({
      SecretId: 'e2e-tokens',
      SecretString: JSON.stringify({ [hashToken('allow')]: 'local', [hashToken('other-token')]: 'other' }),
    }),
  );
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

describe('the life of a job', () => {
  it('is CAPTURED, PROCESSING and COMPLETED with its result, and keeps its parameters', async () => {
    const claims = await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-drain-lane',
      effect: { hold: true },
    });
    const processing = await deployment.fault({
      action: 'lambda:InvokeFunction',
      resource: '*:e2e-process-standard',
      effect: { hold: true },
    });
    const id = await jobs.submit({ seconds: 0 });

    expect(await jobs.get(id)).toMatchObject({
      status: 200,
      body: {
        id,
        channel: 'jobs',
        region: REGION,
        status: 'CAPTURED',
        attempts: 0,
        parameters: { seconds: 0 },
      },
    });
    await deployment.removeFault(claims);
    expect(await jobs.stateWhen(id, 'PROCESSING')).toMatchObject({ attempts: 1, parameters: { seconds: 0 } });
    await deployment.removeFault(processing);

    const state = await jobs.stateWhen(id, 'COMPLETED');
    expect(state).toMatchObject({ attempts: 1, parameters: { seconds: 0 }, result: { id, channel: 'jobs' } });
    expect(Date.parse(state.completedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(state.receivedAt ?? ''));
  });

  it('ends FAILED with its reason', async () => {
    const id = await jobs.submit({ seconds: 0, throw: 'no luck' });
    poison.push(id);

    await eventually('the last attempt', async () =>
      (await jobs.get(id)).body.attempts === 3 ? true : undefined,
    );
    expect(await jobs.stateWhen(id, 'FAILED')).toMatchObject({
      error: { name: 'ProcessorError', message: 'TypeError: no luck' },
    });
  });

  it.each([
    ['a processor throws a RejectedError', { seconds: 0, reject: 'not today' }, 'not today'],
    [
      "it passes the API's model but not the shipped job's own check",
      { seconds: 421, shipped: true },
      'seconds: received 421, allowed is a number from 0 to 420',
    ],
  ])('ends REJECTED with the reason when %s', async (_, order, message) => {
    const id = await jobs.submit(order);
    rejected.push(id);

    expect(await jobs.stateWhen(id, 'REJECTED')).toMatchObject({ error: { name: 'RejectedError', message } });
  });

  it('ends as DUPLICATE of the first with the same Idempotency-Key, in whichever region', async () => {
    const key = { 'Idempotency-Key': 'order-1' };
    const first = await jobs.submit({ seconds: 0 }, key);
    await jobs.stateWhen(first, 'COMPLETED');
    const second = await jobs.submit({ seconds: 0 }, key, OTHER);

    expect(await jobs.stateWhen(second, 'DUPLICATE')).toMatchObject({ duplicateOf: first });
  });
});

describe('POST /jobs', () => {
  it.each([
    ['{}', 'object has missing required properties'],
    ['{"seconds":"2"}', 'does not match any allowed primitive type'],
    ['[]', 'does not match any allowed primitive type'],
    ['seconds=2', 'Can not parse JSON payload'],
  ])('refuses %s with 400 and the reason', async (body, reason) => {
    const answer = await jobs.post(body, JSON_TYPE);

    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(reason);
  });

  it('refuses what is not application/json with 415', async () => {
    expect((await jobs.post('{"seconds":1}', { 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  it('refuses who has no token, or a wrong one', async () => {
    expect((await jobs.post('{"seconds":1}', { ...JSON_TYPE, AuthDetails: '' })).status).toBe(401);
    expect((await jobs.post('{"seconds":1}', { ...JSON_TYPE, AuthDetails: 'no' })).status).toBe(403);
  });
});

describe('GET /jobs/{jobId}', () => {
  it('tells in any region what became of a capture of any other, of any channel', async () => {
    const published = await deployment.capture(OTHER, '{}');
    await deployment.terminal(published);

    expect(await jobs.get(published, REGION)).toMatchObject({
      status: 200,
      body: { id: published, channel: 'publish', region: OTHER, status: 'COMPLETED' },
    });
  });

  it("answers 404 for another principal's job, begun or not, and for what never was", async () => {
    const done = await jobs.submit({ seconds: 0 });
    await jobs.stateWhen(done, 'COMPLETED');
    const pause = await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-drain-lane',
      effect: { hold: true },
    });
    const captured = await jobs.submit({ seconds: 0 });

    for (const id of [done, captured]) {
      expect(await jobs.get(id, REGION, 'other-token')).toEqual({
        status: 404,
        body: { message: 'no such job' },
      });
      expect((await jobs.get(id)).status).toBe(200);
    }
    await deployment.removeFault(pause);
    for (const id of ['eu-west-2.jobs.never=', 'eu-north-1.jobs.nowhere=', 'what?', `${done}x`]) {
      expect((await jobs.get(id)).status).toBe(404);
    }
  });

  it.each([
    [
      'the table refuses',
      { action: 'dynamodb:GetItem', principal: '*-get-job', effect: { fail: 'ThrottlingException' } },
    ],
    [
      'the bucket refuses',
      { action: 's3:GetObject', principal: '*-get-job', effect: { fail: 'SlowDown', status: 503 } },
    ],
    ['the table hangs', { action: 'dynamodb:GetItem', principal: '*-get-job', effect: { hold: true } }],
    ['the bucket hangs', { action: 's3:GetObject', principal: '*-get-job', effect: { hold: true } }],
  ] as const)('answers 503 while %s, never a guess', async (_, fault) => {
    const id = await jobs.submit({ seconds: 0 });
    await jobs.stateWhen(id, 'COMPLETED');
    await deployment.fault(fault);

    expect(await jobs.get(id)).toEqual({
      status: 503,
      body: { message: 'temporarily unavailable: ask again' },
    });
  });

  it('answers 503 while the centre is down', async () => {
    const id = await jobs.submit({ seconds: 0 });
    await jobs.stateWhen(id, 'COMPLETED');
    const outage = await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });

    expect((await jobs.get(id)).status).toBe(503);
    await deployment.removeFault(outage);
    expect((await jobs.get(id)).status).toBe(200);
  });
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
