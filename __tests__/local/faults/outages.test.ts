import { request } from 'node:http';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventually } from '../../e2e/helpers/deployment';
import { CENTRAL, FaultyCloud, INGEST, SENDER } from '../../helpers/faulty-cloud';

let cloud: FaultyCloud;
beforeEach(async () => {
  cloud = await FaultyCloud.start();
});
afterEach(() => cloud.stop());

const sqs = (region: string) => new SQSClient(cloud.client(region));
const send = (region: string, MessageBody = 'm') =>
  sqs(region).send(new SendMessageCommand({ QueueUrl: cloud.queueUrl(), MessageBody }));
const receive = (region: string, WaitTimeSeconds = 0) =>
  sqs(region).send(new ReceiveMessageCommand({ QueueUrl: cloud.queueUrl(), WaitTimeSeconds }));
const untilWaiting = (id: string) =>
  eventually('a call that hangs', async () => (cloud.faults.find(id)?.waiting === 1 ? true : undefined));

/** How a plain request ends: its status, or the code of its error. */
const ask = (path: string, signed = false) =>
  new Promise<number | string | undefined>((resolve) => {
    const scope = `x/20260101/${CENTRAL}/sqs/aws4_request`;
    const headers = signed ? { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` } : {};
    request(`${cloud.cloud.endpoint}${path}`, { headers }, (response) => resolve(response.statusCode))
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      .end();
  });

describe('a region that refuses', () => {
  it.each([
    ['a signed call', '/', true],
    ['a call of an API', `/${CENTRAL}/beta/publish`, false],
  ])('resets the connection of %s', async (_what, path, signed) => {
    const id = await cloud.fault({ outage: 'refuse', region: CENTRAL });

    expect(await ask(path, signed)).toBe('ECONNRESET');

    expect(cloud.faults.find(id)).toMatchObject({ hits: 1, waiting: 0 });
  });

  it('keeps its data, and leaves other regions alone', async () => {
    await send(CENTRAL, 'kept');
    await cloud.fault({ outage: 'refuse', region: CENTRAL });
    await expect(send(CENTRAL)).rejects.toThrow('ECONNRESET');
    expect((await send(INGEST)).MessageId).toBeDefined();
    expect(await ask(`/${INGEST}/beta/publish`)).toBe(200);

    await cloud.faults.clear();

    expect((await receive(CENTRAL)).Messages).toMatchObject([{ Body: 'kept' }]);
  });

  it('answers on the paths of the local cloud itself', async () => {
    await cloud.fault({ outage: 'refuse', region: CENTRAL });
    expect(await ask('/_local/health')).toBe(200);
  });

  it('refuses services of its own, too', async () => {
    await cloud.fault({ outage: 'refuse', region: CENTRAL });
    const input = { QueueUrl: cloud.queueUrl(), MessageBody: 'm' };
    const call = cloud.cloud.call(CENTRAL, 'sqs', 'SendMessage', input, { principal: 's3.amazonaws.com' });
    await expect(call).rejects.toThrow('The connection was lost before an answer came.');
  });
});

describe('a region that hangs', () => {
  it.each([
    ['a signed call', '/', true],
    ['a call of an API', `/${CENTRAL}/beta/publish`, false],
  ])(
    'answers nothing to %s until the outage ends; then it resets the connection',
    async (_what, path, signed) => {
      const id = await cloud.fault({ outage: 'hang', region: CENTRAL });
      const asked = ask(path, signed);
      await untilWaiting(id);

      await cloud.faults.remove(id);

      expect(await asked).toBe('ECONNRESET');
    },
  );

  it('forgets a caller that has gone', async () => {
    const id = await cloud.fault({ outage: 'hang', region: CENTRAL });
    const gone = new AbortController();
    const sent = sqs(CENTRAL).send(new SendMessageCommand({ QueueUrl: cloud.queueUrl(), MessageBody: 'm' }), {
      abortSignal: gone.signal,
    });
    await untilWaiting(id);

    gone.abort();

    await expect(sent).rejects.toThrow('aborted');
    await eventually('nobody waiting', async () => (cloud.faults.find(id)?.waiting === 0 ? true : undefined));
    expect(cloud.visible()).toBe(0);
  });
});

describe.each(['refuse', 'hang'] as const)('when an outage (%s) begins', (outage) => {
  it('long polls are cut, and take no message that becomes visible in it', async () => {
    const delayed = { QueueUrl: cloud.queueUrl(), MessageBody: 'delayed', DelaySeconds: 1 };
    await sqs(CENTRAL).send(new SendMessageCommand(delayed));
    const poll = expect(receive(CENTRAL, 20)).rejects.toThrow('ECONNRESET');
    await eventually('the poll', async () => cloud.gate.counts.get('sqs:ReceiveMessage'));

    const id = await cloud.fault({ outage, region: CENTRAL });
    await eventually('the message', async () => (cloud.visible() === 1 ? true : undefined));
    await cloud.faults.remove(id);

    await poll;
    expect(cloud.visible()).toBe(1);
  });

  it('functions under way end, and none starts while it lasts', async () => {
    cloud.createFunction('sender', SENDER);
    const held = await cloud.fault({ action: 'sqs:SendMessage', region: CENTRAL, effect: { hold: true } });
    const found = cloud.services.lambda.find(CENTRAL, 'sender');
    const run = cloud.services.lambda.run(found, '"m"');
    await untilWaiting(held);

    const id = await cloud.fault({ outage, region: CENTRAL });

    expect((await run).functionError).toBe('Unhandled');
    await expect(cloud.services.lambda.run(found, '"m"')).rejects.toThrow('No environment may start now.');
    await cloud.faults.remove(id);
    await cloud.faults.remove(held);
    expect((await cloud.services.lambda.run(found, '"m"')).payload).toBe('200');
  });

  it('executions under way end and do nothing further', async () => {
    const execution = startMachine();
    const held = await cloud.fault({ action: 'lambda:InvokeFunction', effect: { hold: true } });
    await untilWaiting(held);

    const id = await cloud.fault({ outage, region: CENTRAL });
    await cloud.faults.remove(id);
    await cloud.faults.remove(held);

    expect(execution.status).toBe('ABORTED');
    expect(cloud.services.lambda.find(CENTRAL, 'after').invocations).toBe(0);
  });

  it('schedules do not even try to fire, and make nothing up for it', async () => {
    cloud.services.scheduler.createSchedule({
      name: 'drain',
      arn: `arn:aws:scheduler:${CENTRAL}:000000000000:schedule/default/drain`,
      region: CENTRAL,
      periodSeconds: 3600,
      enabled: true,
      target: { stateMachineArn: 'arn:m', roleArn: 'arn:r', input: '{}', maxRetryAttempts: 0 },
    });
    const calls = jest.spyOn(cloud.cloud.gate, 'run');
    const id = await cloud.fault({ outage, region: CENTRAL });

    cloud.services.scheduler.start();
    await cloud.faults.remove(id);

    expect(calls).not.toHaveBeenCalled();
  });
});

it('a function that waited for an environment fails when the outage begins', async () => {
  cloud.createFunction('hanging', 'exports.handler = () => new Promise(() => {});');
  const found = cloud.services.lambda.find(CENTRAL, 'hanging');
  const runs = [1, 2].map(() =>
    cloud.services.lambda.run(found, '{}').catch((error: Error) => error.message),
  );

  await cloud.fault({ outage: 'refuse', region: CENTRAL });

  expect(await Promise.all(runs)).toEqual([
    expect.objectContaining({ functionError: 'Unhandled' }),
    'No environment may start now.',
  ]);
});

it('the outage of a stack takes what it holds, and nothing else of its region', async () => {
  await cloud.fault({ outage: 'refuse', stack: 'central' });

  await expect(send(CENTRAL)).rejects.toThrow('ECONNRESET');
  expect(await ask(`/${CENTRAL}/beta/publish`)).toBe(200);
  expect((await send(INGEST)).MessageId).toBeDefined();
});

it('what lies in two outages is back when both have ended', async () => {
  const [first, second] = [
    await cloud.fault({ outage: 'refuse', region: CENTRAL }),
    await cloud.fault({ outage: 'refuse', stack: 'central' }),
  ];
  cloud.createFunction('sender', SENDER);

  await cloud.faults.remove(first);
  await expect(send(CENTRAL)).rejects.toThrow('ECONNRESET');

  await cloud.faults.remove(second);
  expect((await cloud.invoke('sender', 'm')).payload).toBe('200');
});

/** An execution that invokes the function `first`, then `after`, whatever becomes of the first. */
function startMachine() {
  for (const name of ['first', 'after']) cloud.createFunction(name, 'exports.handler = async () => 1;');
  const task = (name: string, more: object) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: name },
    ...more,
  });
  const { arn } = cloud.services.states.createStateMachine(CENTRAL, {
    name: 'machine',
    type: 'STANDARD',
    roleArn: 'arn:aws:iam::000000000000:role/workflow',
    definition: JSON.stringify({
      StartAt: 'First',
      States: {
        First: task('first', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }], Next: 'After' }),
        After: task('after', { End: true }),
      },
    }),
  });
  return cloud.services.states.executionsOf(arn)!.start();
}
