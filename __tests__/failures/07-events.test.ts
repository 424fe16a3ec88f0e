import { randomUUID } from 'node:crypto';
import { Deployment, eventually } from '../e2e/helpers/deployment';
import { expectSound } from '../helpers/expect-sound';
import { discard, errorMessage } from './helpers/error-queue';
import { holdNotifications, putObject, untold } from './helpers/captured-objects';
import { endingsOf, executionsOf, executionsWhen } from './helpers/executions';
import { deliverAgain, eventRecord, formEncoded, locationOf, sendEvent } from './helpers/s3-events';

const region = 'eu-west-2';

let deployment: Deployment;
const poison: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start(true, '__tests__/failures/processing-regions.json');
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

describe('S3 repeats itself', () => {
  it('one event three times at once makes one record and one call of the processor', async () => {
    const held = await holdNotifications(deployment);
    const [capture] = await untold(deployment, region, '{}');
    const { id, record } = capture!;
    for (const _ of [1, 2, 3]) await sendEvent(deployment, region, record);

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(await deployment.processorCalls(id)).toBe(1);
    await deployment.removeFault(held);
  });

  it('events out of order, and the originals late: every capture once', async () => {
    const held = await holdNotifications(deployment);
    const captures = await untold(deployment, region, 'first', 'second', 'third');
    for (const { record } of [...captures].reverse()) await sendEvent(deployment, region, record);
    const ended = await Promise.all(captures.map(({ id }) => deployment.terminal(id)));

    await deployment.removeFault(held);

    for (const [index, { id }] of captures.entries()) {
      await executionsWhen(deployment, id, ([, late]) => late?.status === 'SUCCEEDED');
      expect(endingsOf(executionsOf(deployment, id))).toEqual(['TERMINAL', 'TERMINAL']);
      expect(await deployment.record(id)).toEqual(ended[index]);
      expect(await deployment.processorCalls(id)).toBe(1);
    }
    expect(ended.map(({ status, attempts }) => [status, attempts])).toEqual(Array(3).fill(['COMPLETED', 1]));
  });
});

describe('several records in one message', () => {
  it('each is processed once, and the message waits for the one that fails at first', async () => {
    const held = await holdNotifications(deployment);
    const captures = await untold(deployment, region, 'one', '{"end":"throw","until":1}', 'three');

    await sendEvent(deployment, region, ...captures.map(({ record }) => record));

    const ended = await Promise.all(captures.map(({ id }) => deployment.terminal(id)));
    expect(ended.map(({ status, attempts }) => [status, attempts])).toEqual([
      ['COMPLETED', 1],
      ['COMPLETED', 2],
      ['COMPLETED', 1],
    ]);
    const calls = await Promise.all(captures.map(({ id }) => deployment.processorCalls(id)));
    expect(calls).toEqual([1, 2, 1]);
    await deployment.removeFault(held);
  });

  it('the one that exhausts its attempts takes the message to the error queue, the other is COMPLETED once', async () => {
    await holdNotifications(deployment);
    const [good, bad] = await untold(deployment, region, 'good', '{"end":"throw"}');
    poison.push(bad!.id);

    await sendEvent(deployment, region, good!.record, bad!.record);

    const message = await errorMessage(deployment, region, bad!.record.s3.object.key);
    expect(message.MessageAttributes).toMatchObject({
      'pillarbox.id': { StringValue: bad!.id },
      'pillarbox.attempts': { StringValue: '3' },
    });
    expect(await deployment.record(good!.id)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
    expect(await deployment.record(bad!.id)).toMatchObject({ status: 'FAILED', attempts: 3 });
    expect(await deployment.processorCalls(good!.id)).toBe(1);
    expect(await deployment.processorCalls(bad!.id)).toBe(3);
    await discardOriginal(bad!.id);
  });

  /** Its own notification comes back late, to an exhausted capture: it goes to the error queue as well. */
  async function discardOriginal(id: string): Promise<void> {
    const first = await errorMessage(deployment, region, locationOf(id).Key.split('/')[3]!.slice(0, 8));
    await deployment.clearFaults();
    await eventually('both in the error queue', async () => {
      const [visible] = await deployment.queueCounts(region, 'error');
      return visible === 2 ? true : undefined;
    });
    expect(await deployment.record(id)).toMatchObject({ status: 'FAILED', attempts: 3 });
    await discard(deployment, region, first);
  }
});

describe('keys are form-encoded', () => {
  it.each([
    ['as API Gateway makes them', 'Fv2VrEPH_oAMFq-w='],
    ['a plus sign', 'a+b'],
    ['a space', 'a b'],
    ['a percent sign', '100%25'],
    ['letters of other scripts', 'añ-日本'],
    ['what forms leave alone and what they do not', "*~!'()&;"],
  ])('%s: the object is found, and both ways to write it are one capture', async (_, characters) => {
    const { id, location } = await putObject(deployment, region, {
      requestId: `${randomUUID()}${characters}`,
    });
    const ended = await deployment.terminal(id);
    const record = await eventRecord(deployment, location);
    const { Key } = location;

    // Everything that may be escaped is; a space is %20 here and + there.
    record.s3.object.key = Key.split('/').map(encodeURIComponent).join('/');
    await sendEvent(deployment, region, record);
    record.s3.object.key = formEncoded(Key);
    await sendEvent(deployment, region, record);

    await executionsWhen(
      deployment,
      id,
      (all) => all.length === 3 && all.every(({ status }) => status !== 'RUNNING'),
    );
    expect(endingsOf(executionsOf(deployment, id))).toEqual(['TERMINAL', 'TERMINAL', 'TERMINAL']);
    expect(ended).toMatchObject({ status: 'COMPLETED', attempts: 1, key: Key });
    expect(await deployment.record(id)).toEqual(ended);
    expect(await deployment.processorCalls(id)).toBe(1);
  });
});

it('a late event of a capture that was processed long ago changes nothing', async () => {
  const id = await deployment.capture(region, '{}');
  const ended = await deployment.terminal(id);

  await deliverAgain(deployment, id, 2);
  await executionsWhen(deployment, id, (all) => endingsOf(all).join() === 'TERMINAL,TERMINAL,TERMINAL');

  expect(await deployment.record(id)).toEqual(ended);
  expect(await deployment.processorCalls(id)).toBe(1);
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison }));
