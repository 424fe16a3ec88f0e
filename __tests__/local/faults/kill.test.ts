import { eventually } from '../../e2e/helpers/deployment';
import { FaultyCloud, SENDER } from '../../helpers/faulty-cloud';

let cloud: FaultyCloud;
beforeEach(async () => {
  cloud = await FaultyCloud.start();
  cloud.createFunction('sender', SENDER);
});
afterEach(() => cloud.stop());

const action = 'sqs:SendMessage';
const KILLED = {
  errorType: 'Runtime.ExitError',
  errorMessage: expect.stringContaining('signal: killed'),
};

it.each([
  ['before', 0],
  ['after', 1],
] as const)('%s: the function ends as in a crash, its call executed %s times', async (kill, executed) => {
  const id = await cloud.fault({ action, times: 1, effect: { kill } });

  const { functionError, payload } = await cloud.invoke('sender', 'm');

  expect(functionError).toBe('Unhandled');
  expect(JSON.parse(payload)).toMatchObject(KILLED);
  expect(cloud.visible()).toBe(executed);
  expect(cloud.faults.find(id)?.hits).toBe(1);
});

it('only the environment that called ends, and the next invocation starts anew', async () => {
  const held = await cloud.fault({ action, times: 1, effect: { hold: true } });
  const first = cloud.invoke('sender', 'first');
  await eventually('the first call', async () => (cloud.faults.find(held)?.waiting === 1 ? true : undefined));
  await cloud.fault({ action, times: 1, effect: { kill: 'before' } });

  const second = await cloud.invoke('sender', 'second');
  await cloud.faults.clear();

  expect(second.functionError).toBe('Unhandled');
  expect((await first).payload).toBe('200');
  expect((await cloud.invoke('sender', 'third')).payload).toBe('200');
  expect(cloud.visible()).toBe(2);
});

it.each([
  ['before', 0],
  ['after', 1],
] as const)('every environment of a named function, %s somebody else’s call', async (kill, executed) => {
  cloud.createFunction('hanging', 'exports.handler = () => new Promise(() => {});');
  await cloud.fault({ action, effect: { kill, function: 'hanging' } });
  const victim = cloud.invoke('hanging');

  const { payload } = await cloud.invoke('sender', 'm');

  expect(JSON.parse((await victim).payload)).toMatchObject(KILLED);
  // The caller lives and got no answer.
  expect(JSON.parse(payload)).toMatchObject({ errorType: 'TypeError', errorMessage: 'fetch failed' });
  expect(cloud.visible()).toBe(executed);
});

it('a call that fails is not answered either when its caller is to die afterwards', async () => {
  await cloud.fault({ action, effect: { kill: 'after' } });
  await cloud.fault({ action, effect: { fail: 'Throttled' } });

  const { payload } = await cloud.invoke('sender', 'm');

  expect(JSON.parse(payload)).toMatchObject(KILLED);
});

it('whoever is no function is not met', async () => {
  const id = await cloud.fault({ action, effect: { kill: 'before' } });
  const input = { QueueUrl: cloud.queueUrl(), MessageBody: 'm' };

  await cloud.cloud.call('eu-west-1', 'sqs', 'SendMessage', input, { principal: 's3.amazonaws.com' });

  expect(cloud.visible()).toBe(1);
  expect(cloud.faults.find(id)?.hits).toBe(0);
});
