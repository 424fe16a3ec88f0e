import { makeProgram } from '../../cli/faults';
import { runCommand } from '../helpers/command-line';
import { FaultyCloud } from '../helpers/faulty-cloud';

let cloud: FaultyCloud;
beforeEach(async () => {
  cloud = await FaultyCloud.start();
});
afterEach(() => cloud.stop());

const faults = (...args: string[]) => runCommand(makeProgram, [...args, '--endpoint', cloud.cloud.endpoint]);

it.each<[string[], object, string]>([
  [['down', 'eu-west-1'], { outage: 'refuse', region: 'eu-west-1' }, 'eu-west-1 is down (refuse)'],
  [['down', 'central', '--hang'], { outage: 'hang', stack: 'central' }, 'stack central is down (hang)'],
  [
    ['fail', 'dynamodb:*', 'SlowDown', '--status', '503', '--times', '2', '--skip', '1'],
    { action: 'dynamodb:*', effect: { fail: 'SlowDown', status: 503 }, times: 2, skip: 1 },
    'dynamodb:*: fail with SlowDown 503 (skip 1, times 2)',
  ],
  [
    ['fail', 's3:GetObject', 'X'],
    { action: 's3:GetObject', effect: { fail: 'X' } },
    's3:GetObject: fail with X',
  ],
  [
    ['delay', 's3:GetObject', '250', '--resource', 'arn:*', '--region', 'eu-west-2', '--principal', '*role*'],
    {
      action: 's3:GetObject',
      effect: { delayMs: 250 },
      resource: 'arn:*',
      region: 'eu-west-2',
      principal: '*role*',
    },
    's3:GetObject: delay by 250 ms (resource arn:*, region eu-west-2, principal *role*)',
  ],
  [
    ['hold', 'sqs:*', '--probability', '0.5', '--seed', '7'],
    { action: 'sqs:*', effect: { hold: true }, probability: 0.5, seed: 7 },
    'sqs:*: hold (probability 0.5, seed 7)',
  ],
  [
    ['kill', 'before', 'sqs:DeleteMessage'],
    { action: 'sqs:DeleteMessage', effect: { kill: 'before' } },
    'sqs:DeleteMessage: kill the calling function before it',
  ],
  [
    ['kill', 'after', 'sqs:DeleteMessage', '--function', 'lane'],
    { action: 'sqs:DeleteMessage', effect: { kill: 'after', function: 'lane' } },
    'sqs:DeleteMessage: kill lane after it',
  ],
])('%j puts a fault in force and says which', async (args, fault, described) => {
  cloud.createFunction('lane', 'exports.handler = async () => 1;');

  const { exitCode, out, notes } = await faults(...args);

  expect(exitCode).toBe(0);
  expect(out).toEqual(['fault-1']);
  expect(notes).toBe(`fault-1    ${described}; met 0`);
  expect(cloud.faults.list()).toEqual([{ ...fault, id: 'fault-1', hits: 0, waiting: 0 }]);
});

it('list shows every fault and what it has met', async () => {
  await cloud.faults.add(
    { id: 'slow', action: 'sqs:SendMessage', effect: { fail: 'X' } },
    { outage: 'hang', region: 'eu-west-2' },
  );
  const input = { QueueUrl: cloud.queueUrl(), MessageBody: 'm' };
  const send = (region: string) => cloud.cloud.call(region, 'sqs', 'SendMessage', input, { principal: 'p' });
  await expect(send('eu-west-1')).rejects.toThrow();
  const hanging = send('eu-west-2').catch(() => {});

  const { exitCode, out } = await faults('list');
  await cloud.faults.clear();
  await hanging;

  expect(exitCode).toBe(0);
  expect(out).toEqual([
    'slow       sqs:SendMessage: fail with X; met 1',
    'fault-1    eu-west-2 is down (hang); met 1, waiting 1',
  ]);
});

it('list says when there is none', async () => {
  expect(await faults('list')).toEqual({ exitCode: 0, out: [], notes: 'There are no faults.' });
});

it('up ends every outage of a place and no other', async () => {
  await cloud.faults.add(
    { outage: 'hang', region: 'eu-west-1' },
    { outage: 'refuse', region: 'eu-west-1' },
    { outage: 'refuse', stack: 'central' },
  );

  expect(await faults('up', 'eu-west-1')).toEqual({ exitCode: 0, out: ['fault-1', 'fault-2'], notes: '' });

  expect(cloud.faults.list()).toMatchObject([{ stack: 'central' }]);
});

it('remove ends one fault, clear all', async () => {
  for (const id of ['a', 'b', 'c']) await cloud.faults.add({ id, action: '*', effect: { hold: true } });

  expect(await faults('remove', 'b')).toEqual({ exitCode: 0, out: [], notes: 'Removed b.' });
  expect(cloud.faults.list().map(({ id }) => id)).toEqual(['a', 'c']);
  expect(await faults('clear')).toEqual({ exitCode: 0, out: [], notes: 'Removed 2 faults.' });
  expect(cloud.faults.list()).toEqual([]);
  expect((await faults('clear')).notes).toBe('There were no faults.');
});

it.each([
  [['down', 'eu-north-9'], 2, 'region: received "eu-north-9", allowed is eu-west-1, eu-west-2'],
  [['down', 'south'], 2, 'stack: received "south", allowed is central, ingest'],
  [['fail', 'sqs', 'X'], 2, 'action: received "sqs", allowed is <service>:<Operation> or *'],
  [['hold', 'sqs:*', '--times', 'two'], 2, "argument 'two' is invalid. Allowed is a number."],
  [['kill', 'during', 'sqs:*'], 2, 'Allowed is before or after.'],
  [['up', 'central'], 3, 'central: nothing there is down'],
  [['remove', 'x'], 3, 'There is no fault "x".'],
])('fails for %j', async (args, exitCode, note) => {
  const ended = await faults(...args);

  expect(ended).toMatchObject({ exitCode, out: [] });
  expect(ended.notes).toContain(note);
});

it('fails with a hint when nobody listens', async () => {
  const { endpoint } = cloud.cloud;
  await cloud.stop();

  const { exitCode, notes } = await runCommand(makeProgram, ['list', '--endpoint', endpoint]);

  expect(exitCode).toBe(4);
  expect(notes).toContain('nobody answers (ECONNREFUSED): start the local cloud with "npm start"');
});

it('fails for an endpoint that is none', async () => {
  const { exitCode, notes } = await runCommand(makeProgram, ['list', '--endpoint', 'here']);

  expect([exitCode, notes]).toEqual([2, expect.stringContaining('Allowed is a URL')]);
});

it('the help explains the exit codes', async () => {
  expect((await runCommand(makeProgram, ['--help'])).out.join('')).toContain('Exit codes:');
});
