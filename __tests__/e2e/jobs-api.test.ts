import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { JobState } from '../../contracts/job-state';
import { hashToken } from '../../contracts/tokens';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';

const REGION = 'eu-west-2';
const OTHER = 'us-east-1';
const poison: string[] = [];
const rejected: string[] = [];

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start(false);
  await deployment.secrets('eu-west-1').send(
    new PutSecretValueCommand({
      SecretId: 'e2e-tokens',
      SecretString: JSON.stringify({ [hashToken('allow')]: 'local', [hashToken('other-token')]: 'other' }),
    }),
  );
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Submits to `POST /jobs` and insists on the 202. */
async function submit(order: object, headers: Record<string, string> = {}, region = REGION): Promise<string> {
  const response = await post(JSON.stringify(order), { ...JSON_TYPE, ...headers }, region);
  expect(response).toMatchObject({ status: 202 });
  return (response.body as { jobId: string }).jobId;
}

async function post(body: string, headers: Record<string, string>, region = REGION) {
  const response = await fetch(deployment.url(region, 'jobs'), {
    method: 'POST',
    headers: { AuthDetails: 'allow', ...headers },
    body,
  });
  const answer = (await response.json()) as { jobId?: string; message?: string };
  if (answer.jobId) deployment.remember(answer.jobId, Buffer.from(body));
  return { status: response.status, body: answer };
}

async function get(id: string, region = REGION, token = 'allow') {
  const response = await fetch(deployment.url(region, `jobs/${encodeURIComponent(id)}`), {
    headers: { AuthDetails: token },
  });
  return { status: response.status, body: (await response.json()) as JobState & { message?: string } };
}

/** The state of a job once it is in one of these. */
const stateWhen = (id: string, ...statuses: JobState['status'][]) =>
  eventually(`${statuses} of ${id}`, async () => {
    const { body } = await get(id);
    return statuses.includes(body.status) ? body : undefined;
  });

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
    const id = await submit({ seconds: 0 });

    expect(await get(id)).toMatchObject({
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
    expect(await stateWhen(id, 'PROCESSING')).toMatchObject({ attempts: 1, parameters: { seconds: 0 } });
    await deployment.removeFault(processing);

    const state = await stateWhen(id, 'COMPLETED');
    expect(state).toMatchObject({ attempts: 1, parameters: { seconds: 0 }, result: { id, channel: 'jobs' } });
    expect(Date.parse(state.completedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(state.receivedAt ?? ''));
  });

  it('ends FAILED with its reason', async () => {
    const id = await submit({ seconds: 0, throw: 'no luck' });
    poison.push(id);

    await eventually('the last attempt', async () =>
      (await get(id)).body.attempts === 3 ? true : undefined,
    );
    expect(await stateWhen(id, 'FAILED')).toMatchObject({
      error: { name: 'ProcessorError', message: 'TypeError: no luck' },
    });
  });

  it("ends REJECTED when it passes the API's model but not the processor's own check", async () => {
    const id = await submit({ seconds: 0, reject: 'not today' });
    rejected.push(id);

    expect(await stateWhen(id, 'REJECTED')).toMatchObject({
      error: { name: 'RejectedError', message: 'not today' },
    });
  });

  it('ends as DUPLICATE of the first with the same Idempotency-Key, in whichever region', async () => {
    const key = { 'Idempotency-Key': 'order-1' };
    const first = await submit({ seconds: 0 }, key);
    await stateWhen(first, 'COMPLETED');
    const second = await submit({ seconds: 0 }, key, OTHER);

    expect(await stateWhen(second, 'DUPLICATE')).toMatchObject({ duplicateOf: first });
  });
});

describe('POST /jobs', () => {
  it.each([
    ['{}', 'object has missing required properties'],
    ['{"seconds":"2"}', 'does not match any allowed primitive type'],
    ['[]', 'does not match any allowed primitive type'],
    ['seconds=2', 'Can not parse JSON payload'],
  ])('refuses %s with 400 and the reason', async (body, reason) => {
    const answer = await post(body, JSON_TYPE);

    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(reason);
  });

  it('refuses what is not application/json with 415', async () => {
    expect((await post('{"seconds":1}', { 'Content-Type': 'text/plain' })).status).toBe(415);
  });

  it('refuses who has no token, or a wrong one', async () => {
    expect((await post('{"seconds":1}', { ...JSON_TYPE, AuthDetails: '' })).status).toBe(401);
    expect((await post('{"seconds":1}', { ...JSON_TYPE, AuthDetails: 'no' })).status).toBe(403);
  });
});

describe('GET /jobs/{jobId}', () => {
  it('tells in any region what became of a capture of any other, of any channel', async () => {
    const published = await deployment.capture(OTHER, '{}');
    await deployment.terminal(published);

    expect(await get(published, REGION)).toMatchObject({
      status: 200,
      body: { id: published, channel: 'publish', region: OTHER, status: 'COMPLETED' },
    });
  });

  it("answers 404 for another principal's job, begun or not, and for what never was", async () => {
    const done = await submit({ seconds: 0 });
    await stateWhen(done, 'COMPLETED');
    const pause = await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-drain-lane',
      effect: { hold: true },
    });
    const captured = await submit({ seconds: 0 });

    for (const id of [done, captured]) {
      expect(await get(id, REGION, 'other-token')).toEqual({ status: 404, body: { message: 'no such job' } });
      expect((await get(id)).status).toBe(200);
    }
    await deployment.removeFault(pause);
    for (const id of ['eu-west-2.jobs.never=', 'eu-north-1.jobs.nowhere=', 'what?', `${done}x`]) {
      expect((await get(id)).status).toBe(404);
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
    const id = await submit({ seconds: 0 });
    await stateWhen(id, 'COMPLETED');
    await deployment.fault(fault);

    expect(await get(id)).toEqual({ status: 503, body: { message: 'temporarily unavailable: ask again' } });
  });

  it('answers 503 while the centre is down', async () => {
    const id = await submit({ seconds: 0 });
    await stateWhen(id, 'COMPLETED');
    const outage = await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });

    expect((await get(id)).status).toBe(503);
    await deployment.removeFault(outage);
    expect((await get(id)).status).toBe(200);
  });
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
