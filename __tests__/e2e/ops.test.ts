import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { FAILURE_EVENT, failureBusName } from '../../contracts/naming';
import type { ProcessingInput } from '../../contracts/processing';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';
import { exhausted, forgotten, ops } from './helpers/operations';

const region = 'eu-west-2';

let deployment: Deployment;
const poison: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(() => deployment.stop());

const errorCounts = () => deployment.queueCounts(region, 'error');

it('an exhausted capture is listed, retried with as many attempts again, and leaves the error queue', async () => {
  const id = await exhausted(deployment, region, '{"failUntil":4}');

  const listed = await ops(deployment, 'errors', region);
  const retried = await ops(deployment, 'retry', id, '--wait');

  expect(listed.out).toEqual(
    expect.arrayContaining([
      `id           ${id}`,
      'now          FAILED after 3 attempts',
      'reason       ProcessorError: Error: attempt 3 fails',
    ]),
  );
  expect(retried).toMatchObject({
    exitCode: 0,
    out: expect.arrayContaining(['status       COMPLETED', 'attempts     5']),
  });
  expect(await errorCounts()).toEqual([0, 0, 0]);
  expect(await ops(deployment, 'errors', region)).toMatchObject({
    exitCode: 0,
    out: ['The error queue is empty.'],
  });
});

it('a retry that fails again says so, and the capture is in the error queue once', async () => {
  const id = await exhausted(deployment, region, '{"throw":"for ever"}');
  poison.push(id);

  const retried = await ops(deployment, 'retry', id, '--wait');

  expect(retried).toMatchObject({
    exitCode: 1,
    notes: expect.stringContaining('FAILED again, attempts used up'),
  });
  await eventually('the capture in the error queue', async () =>
    (await errorCounts())[0] === 1 ? true : undefined,
  );
  const { out } = await ops(deployment, 'errors', region, '--json');
  expect(JSON.parse(out.join('\n')).messages).toMatchObject([
    { attempts: 6, captures: [{ id, stale: false }] },
  ]);
});

it('a redrive brings everything back', async () => {
  const id = await exhausted(deployment, region, '{"failUntil":3}');

  const redriven = await ops(deployment, 'redrive', region);

  expect(redriven.exitCode).toBe(0);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 4 });
});

it('what has ended, or is unknown, is not retried', async () => {
  const id = await deployment.capture(region, '{}');
  await deployment.terminal(id);

  expect((await ops(deployment, 'retry', id)).exitCode).toBe(1);
  expect((await ops(deployment, 'retry', `${region}.publish.unknown`)).exitCode).toBe(3);
});

it('a capture of which nothing is left but its object can be retried', async () => {
  const { id } = await forgotten(deployment, region);

  expect((await ops(deployment, 'retry', id, '--wait')).exitCode).toBe(0);
  expect(await deployment.record(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
});

it('a reconcile finds it, too', async () => {
  const { id } = await forgotten(deployment, region);

  const dry = await ops(deployment, 'reconcile', region, '--min-age', '0', '--dry-run');
  const wet = await ops(deployment, 'reconcile', region, '--min-age', '0', '--since', '1h');

  expect(dry.out).toEqual([expect.stringContaining('would put back 1,')]);
  expect(wet.out).toEqual([expect.stringContaining('1 put back,')]);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
});

it('what went into the failure archive is processed when it is replayed', async () => {
  const { id, channel, principal, bucket, key, size, eTag } = await forgotten(deployment, region);
  const capture: ProcessingInput = {
    id,
    channel,
    principal,
    region,
    bucket,
    key,
    size,
    eTag,
    maxAttempts: 3,
  };
  const { source, detailType } = FAILURE_EVENT;
  const entry = { EventBusName: failureBusName('e2e'), Source: source, DetailType: detailType };
  const from = new Date().toISOString();
  await events().send(new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify(capture) }] }));

  const replayed = await ops(deployment, 'replay', '--from', from);

  expect(replayed.exitCode).toBe(0);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
});

it('a paused region goes on capturing and is not drained until it is resumed; the others are', async () => {
  expect((await ops(deployment, 'pause', region)).out).toEqual([`Paused: ${region}.`]);
  await pausedPlans(6); // Seconds: no lane of before receives any more.
  const id = await deployment.capture(region, '{}');

  await deployment.terminal(await deployment.capture('us-east-1', '{}'));
  await pausedPlans(2);

  expect(await deployment.record(id)).toBeUndefined();
  expect((await ops(deployment, 'reconcile', region)).notes).toContain('skipped, it is paused');
  expect((await ops(deployment, 'resume')).out).toEqual(['Nothing is paused.']);
  expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  // Of the poison: the one retry, the one redrive.
  expectSound(deployment, { poison, expected: { redrives: 2 } }));

/** So many further plans, one a second, have heard of the pause. */
async function pausedPlans(count: number): Promise<void> {
  const heard = async () =>
    (await deployment.logs('plan-lanes')).filter(({ paused }) => JSON.stringify(paused) === `["${region}"]`)
      .length;
  const before = await heard();
  await eventually('plans that heard of the pause', async () =>
    (await heard()) - before >= count ? true : undefined,
  );
}

const events = () =>
  new EventBridgeClient({
    region: 'eu-west-1',
    endpoint: deployment.cloud.endpoint,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
