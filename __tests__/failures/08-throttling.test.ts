import { createHash } from 'node:crypto';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { CAPTURE_PREFIX } from '../../contracts/capture';
import { glob } from '../../local/iam/glob';
import { Deployment } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { permissionsOf } from '../permissions/permission';
import { discard, errorMessage } from './helpers/error-queue';
import { executionsOf } from './helpers/executions';
import { type Left, OCCASIONS } from './helpers/occasions';
import { bucketOf } from './helpers/s3-events';
import {
  CAPTURE_CALLS,
  NOT_THROTTLED,
  THROTTLED_CALLS,
  THROTTLED_JOB_CALLS,
  type ThrottledCall,
  throttledCall,
  throttling,
} from './helpers/throttled-calls';
import { warmUp } from './helpers/warm-up';

const [region, uncached] = ['eu-west-2', 'us-east-1'] as const;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
  await warmUp(deployment, region);
});
afterAll(() => deployment.stop());

const throttle = (role: string, action: string, times: number) =>
  deployment.fault(throttledCall(role, action, times));

it('every call that the synthesized policies allow is throttled here, or it is said why not', () => {
  const throttled = [...THROTTLED_CALLS, ...THROTTLED_JOB_CALLS, ...CAPTURE_CALLS];
  const known = (who: string, allowed: string) =>
    [...throttled, ...NOT_THROTTLED].some(
      ({ role = '*', action }) => glob(action)(allowed) && (glob(role)(who) || glob(`e2e-*-?-${role}`)(who)),
    );
  const allowed = permissionsOf(deployment.cloud.stacks);

  const forgotten = allowed.filter(({ who, action }) => !known(who, action));
  const outdated = throttled.filter(
    ({ role, action }) =>
      !allowed.some(
        (permission) =>
          permission.action === action &&
          (permission.who === role || glob(`e2e-*-?-${role}`)(permission.who)),
      ),
  );

  expect(forgotten.map(({ who, action }) => `${who} ${action}`)).toEqual([]);
  expect(outdated).toEqual([]);
});

describe('before the 202: the client is told, and nothing is accepted', () => {
  /** How many captures are stored; a lane stores messages whenever it takes them up. */
  const objects = async () => {
    const list = new ListObjectsV2Command({ Bucket: bucketOf(uncached), Prefix: CAPTURE_PREFIX });
    return (await deployment.s3(uncached).send(list)).KeyCount;
  };

  it('messages-send: sqs:SendMessage', async () => {
    const client = await deployment.connect(uncached);
    const fault = await throttle('messages-send', 'sqs:SendMessage', 1);

    expect(await client.ask({ data: 1 })).toMatchObject({ message: expect.stringContaining('not stored') });
    expect(await deployment.queueCounts(uncached, 'messages')).toEqual([0, 0, 0]);
    expect(deployment.faultState(fault).hits).toBe(1);
    expect(await client.ask({ data: 1 })).toMatchObject({ status: 'CAPTURED' });
    await client.close();
  });

  it.each([
    ['capture-put', 's3:PutObject', 1],
    ['authorizer-invoke', 'lambda:InvokeFunction', 1],
    ['authorizer', 'secretsmanager:GetSecretValue', 2],
  ])('%s: %s', async (role, action, times) => {
    const before = await objects();
    const fault = await throttle(role, action, times);

    const response = await deployment.publish(uncached, '{}');

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: expect.any(String) });
    expect(deployment.faultState(fault).hits).toBe(times);
    expect(await objects()).toBe(before);
    expect((await deployment.publish(uncached, '{}')).status).toBe(202);
  });
});

it('before the 202 of a job as well', async () => {
  const fault = await throttle('jobs-put', 's3:PutObject', 1);
  const post = () =>
    fetch(deployment.url(uncached, 'jobs'), {
      method: 'POST',
      headers: { AuthDetails: 'allow', 'Content-Type': 'application/json' },
      body: '{"seconds":0}',
    });

  expect((await post()).status).toBe(503);
  expect(deployment.faultState(fault).hits).toBe(1);
  expect((await post()).status).toBe(202);
});

it('before the 200 of an upload, whose URL holds for another PUT', async () => {
  const body = '{}';
  const sha256 = createHash('sha256').update(body).digest('hex');
  const sign = () =>
    fetch(deployment.url(uncached, 'uploads'), {
      method: 'POST',
      headers: { AuthDetails: 'allow' },
      body: JSON.stringify({ size: body.length, sha256 }),
    });
  const unsigned = await throttle('upload-invoke', 'lambda:InvokeFunction', 1);
  expect((await sign()).status).toBe(503);
  expect(deployment.faultState(unsigned).hits).toBe(1);
  const { id, url, headers } = (await (await sign()).json()) as {
    id: string;
    url: string;
    headers: Record<string, string>;
  };
  const put = () => fetch(url, { method: 'PUT', headers, body });
  const unstored = await throttle('upload', 's3:PutObject', 1);
  expect((await put()).status).toBe(503);
  expect(deployment.faultState(unstored).hits).toBe(1);

  expect((await put()).status).toBe(200);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
});

it('between bucket and queue: the event comes later, and the capture is processed', async () => {
  const fault = await throttle('s3.amazonaws.com', 'sqs:SendMessage', 2);
  const id = await deployment.capture(region, '{}');

  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  expect(deployment.faultState(fault).hits).toBe(2);
});

describe('one call after the other', () => {
  const named = THROTTLED_CALLS.map((call) => ({ ...call, name: `${call.role}: ${call.action}` }));
  const left = new Map<ThrottledCall, Left>();

  it.each(named)('$name', async (call) => {
    const { role, action, times = 9, afresh, occasion, slow } = call;
    const fault = await throttle(role, action, times);
    if (afresh) await deployment.cloud.services.lambda.killFunction(afresh);

    const done = await OCCASIONS[occasion](deployment);
    left.set(call, done);

    await deployment.untilFault(fault, ({ hits }) => hits === times);
    await deployment.clearFaults();
    if (!slow) for (const { id } of done.captures) await deployment.terminal(id);
  });

  it.each(named)('$name: in the end all is processed, and no attempt was counted', async (call) => {
    const { captures, unreadable } = left.get(call)!;

    for (const { id, attempts } of captures) {
      const { status, ...ended } = await deployment.terminal(id);
      expect(['COMPLETED', 'DUPLICATE']).toContain(status);
      expect(ended.attempts).toBe(attempts);
      expect(executionsOf(deployment, id).length).toBeGreaterThanOrEqual(attempts);
    }
    if (unreadable) await discard(deployment, region, await errorMessage(deployment, region, unreadable));
  });
});

describe('a fifth of all calls, drawn by a seed', () => {
  const SERVICES = ['s3', 'sqs', 'dynamodb', 'states', 'lambda', 'secretsmanager'];
  const poison: string[] = [];

  /** Posts as a client does that was told to send it again. */
  async function insist(where: string, body: string): Promise<string> {
    for (let tries = 0; tries < 20; tries += 1) {
      const response = await deployment.publish(where, body);
      if (response.status === 202) return ((await response.json()) as { id: string }).id;
      expect(response.status).toBe(503);
    }
    throw new Error('20 times 503');
  }

  it('all is processed, attempts count only what the processor does, and only poison is left', async () => {
    const faults = await Promise.all(
      SERVICES.map((service, index) =>
        deployment.fault({
          action: `${service}:*`,
          principal: '*:role/e2e-*',
          probability: 0.2,
          seed: 20 + index,
          effect: throttling(service),
        }),
      ),
    );
    const expected = new Map<string, number>();
    for (let n = 0; n < 24; n += 1) {
      const failing = n % 4;
      const where = n % 2 ? region : uncached;
      const body = failing ? JSON.stringify({ end: 'throw', until: failing - 1, n }) : '{}';
      expected.set(await insist(where, body), Math.max(1, failing));
    }
    const bad = await insist(region, '{"end":"throw"}');
    poison.push(bad);

    for (const [id, attempts] of expected) {
      expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts });
    }
    await deployment.recordWhen(bad, ({ status, attempts }) => status === 'FAILED' && attempts === 3);
    for (const fault of faults) {
      expect(deployment.faultState(fault).hits).toBeGreaterThan(0);
      await deployment.removeFault(fault);
    }
  });

  it('everything that was accepted is processed, once, or waits in the error queue', () =>
    expectSound(deployment, { poison }));
});
