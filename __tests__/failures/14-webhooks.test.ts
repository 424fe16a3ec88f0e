import { randomUUID } from 'node:crypto';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { captureId, parseCaptureKey } from '../../contracts/capture';
import { functionName, webhookSecretName } from '../../contracts/naming';
import type { NewFault } from '../../local/faults/fault';
import { Deployment } from '../e2e/helpers/deployment';
import { OPERATOR } from '../e2e/helpers/reconciling';
import { expectSound } from '../helpers/expect-sound';
import { githubHeaders } from '../helpers/github-headers';
import { loseAnswer } from './helpers/lost-answer';
import { bucketOf } from './helpers/s3-events';
import { throttledCall } from './helpers/throttled-calls';

const [region, SECRET] = ['eu-west-2', 'secret'] as const;
const RECEIVER = '*:role/e2e-*-?-webhook';

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/regions.json');
  const value = { SecretId: webhookSecretName('e2e'), SecretString: JSON.stringify({ github: [SECRET] }) };
  const { cloud } = deployment.cloud.services;
  await cloud.call('eu-west-1', 'secretsmanager', 'PutSecretValue', value, OPERATOR);
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

/** Posts a delivery as GitHub does: once, and again by its own id when it is told to. */
async function deliver(delivery: string): Promise<{ code: number; id?: string; message?: string }> {
  const body = JSON.stringify({ delivery });
  const response = await fetch(deployment.url(region, 'webhooks/github'), {
    method: 'POST',
    headers: githubHeaders(SECRET, body, delivery),
    body,
  });
  const answer = (await response.json()) as { id?: string; message?: string };
  if (answer.id) deployment.remember(answer.id, Buffer.from(body));
  return { code: response.status, ...answer };
}

/** Ids of what is stored. */
async function stored(): Promise<string[]> {
  const list = new ListObjectsV2Command({ Bucket: bucketOf(region), Prefix: 'captures/webhooks/' });
  const { Contents = [] } = await deployment.s3(region).send(list);
  return Contents.map(({ Key = '' }) => captureId(region, 'webhooks', parseCaptureKey(Key).requestId));
}

/** Tries that the function has with S3. */
const TRIES = 2;
const put = { action: 's3:PutObject', principal: RECEIVER };
const away: NewFault = { ...put, times: TRIES, effect: { fail: 'ServiceUnavailable', status: 503 } };
const faults: [string, number, NewFault][] = [
  ['S3 does not take it', TRIES, away],
  ['S3 refuses its function', 1, { ...put, times: 1, effect: { fail: 'AccessDenied', status: 403 } }],
  ['S3 is throttled', TRIES, throttledCall('webhook', 's3:PutObject', TRIES)],
  ['its function dies before it is stored', 1, { ...put, times: 1, effect: { kill: 'before' } }],
  ['its function cannot be called', 1, throttledCall('webhook-invoke', 'lambda:InvokeFunction', 1)],
];

it.each<[string, () => unknown]>([
  ['S3 refuses once', () => deployment.fault({ ...away, times: 1 })],
  ["S3's answer is lost", () => loseAnswer(deployment, put)],
])(
  '%s: the second try of its function is answered 202, and the webhook is stored once',
  async (_, trouble) => {
    const [delivery, before] = [randomUUID(), await stored()];
    await trouble();

    const { code, id = '' } = await deliver(delivery);

    expect(code).toBe(202);
    expect((await stored()).filter((each) => !before.includes(each))).toEqual([id]);
    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  },
);

describe('a webhook that is not stored is answered 503, and captured when its provider sends it again', () => {
  it.each(faults)('%s', async (_, hits, given) => {
    const [delivery, before] = [randomUUID(), await stored()];
    const fault = await deployment.fault(given);

    const first = await deliver(delivery);

    expect(first).toEqual({ code: 503, message: 'temporarily unavailable: send it again' });
    expect(deployment.faultState(fault).hits).toBe(hits);
    expect(await stored()).toEqual(before);
    const second = await deliver(delivery);
    expect(second.code).toBe(202);
    expect(await deployment.terminal(second.id ?? '')).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  it('its secret cannot be read', async () => {
    // A function that has read it goes by that for a minute.
    await deployment.cloud.services.lambda.killFunction(functionName('e2e', 'webhook'));
    const [delivery, before] = [randomUUID(), await stored()];
    const fault = await deployment.fault(throttledCall('webhook', 'secretsmanager:GetSecretValue', 2));

    expect(await deliver(delivery)).toMatchObject({ code: 503 });
    expect(deployment.faultState(fault).hits).toBe(2);
    expect(await stored()).toEqual(before);
    const { code, id = '' } = await deliver(delivery);
    expect(code).toBe(202);
    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
  });
});

it('its function dies when it is stored: one of it and of what its provider sends again is the duplicate', async () => {
  const [delivery, before] = [randomUUID(), await stored()];
  await deployment.fault({ ...put, times: 1, effect: { kill: 'after' } });

  expect(await deliver(delivery)).toMatchObject({ code: 503 });
  const { code, id } = await deliver(delivery);

  expect(code).toBe(202);
  const both = (await stored()).filter((each) => !before.includes(each));
  expect(both).toHaveLength(2);
  expect(both).toContain(id);
  const ends = await Promise.all(both.map((each) => deployment.terminal(each)));
  expect(ends.map(({ status }) => status).sort()).toEqual(['COMPLETED', 'DUPLICATE']);
});

it('everything that was accepted is processed, once', () => expectSound(deployment));
