import { captureId } from '../../contracts/capture';
import { expectSound } from '../helpers/expect-sound';
import type { Client } from '../helpers/web-sockets';
import { Deployment, eventually } from './helpers/deployment';
import { ops } from './helpers/operations';

const REGION = 'eu-west-2';

const poison: string[] = [];
const rejected: string[] = [];

let deployment: Deployment;
const open: Client[] = [];
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterEach(() => deployment.clearFaults());
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await deployment.stop();
});

async function connect(): Promise<Client> {
  const client = await deployment.connect(REGION);
  open.push(client);
  return client;
}

/** Sends a message, insists on its acknowledgement and says by what id it is captured. */
async function say(client: Client, order: object): Promise<{ text: string; requestId: string; id: string }> {
  const text = JSON.stringify(order);
  const before = acknowledged(client).length;
  client.send(text);
  await client.until(() => acknowledged(client).length > before);
  const requestId = String(acknowledged(client)[before]?.requestId);
  const id = captureId(REGION, 'websocket', requestId);
  deployment.remember(id, Buffer.from(text));
  return { text, requestId, id };
}

/** What is in flight could meet a fault that is not meant for it. */
const queueIsEmpty = () =>
  eventually('an empty message queue', async () =>
    (await deployment.queueCounts(REGION, 'messages')).every((count) => count === 0) ? true : undefined,
  );

const acknowledged = ({ received }: Client) => received.filter(({ status }) => status === 'CAPTURED');
const answersTo = ({ received }: Client, { requestId }: { requestId: string }) =>
  received.filter((answer) => answer.requestId === requestId && answer.status !== 'CAPTURED');
const answerTo = (client: Client, { requestId }: { requestId: string }) =>
  client.find((answer) => answer.requestId === requestId && answer.status !== 'CAPTURED');

it('a message is acknowledged, then answered with its own text and what the processor made of it', async () => {
  const client = await connect();

  client.send('{"MessageGroupId":"test","data":"hello world"}');
  const acknowledgement = await client.find(({ status }) => status === 'CAPTURED');
  const requestId = String(acknowledgement.requestId);
  const id = captureId(REGION, 'websocket', requestId);
  deployment.remember(id, Buffer.from('{"MessageGroupId":"test","data":"hello world"}'));

  const answer = await answerTo(client, { requestId });
  expect(answer).toEqual({
    connectionId: expect.any(String),
    requestId,
    message: '{"MessageGroupId":"test","data":"hello world"}',
    status: 'COMPLETED',
    result: expect.objectContaining({ id, channel: 'websocket' }),
  });
});

it('a message that is refused is answered with the reason, one that fails for good with its last error', async () => {
  const client = await connect();

  const refused = await say(client, { MessageGroupId: 'r', reject: 'not like this' });
  const failing = await say(client, { MessageGroupId: 'f', throw: 'no luck' });
  rejected.push(refused.id);
  poison.push(failing.id);

  expect(await answerTo(client, refused)).toMatchObject({
    status: 'REJECTED',
    error: { name: 'RejectedError', message: 'not like this' },
  });
  expect(await answerTo(client, failing)).toMatchObject({
    status: 'FAILED',
    error: { name: 'ProcessorError', message: 'TypeError: no luck' },
  });
});

it('a message that is tried again is answered once, when it has ended', async () => {
  const client = await connect();

  const message = await say(client, { MessageGroupId: 'again', failUntil: 2 });
  const next = await say(client, { MessageGroupId: 'again' });
  await answerTo(client, next);

  expect(answersTo(client, message)).toMatchObject([{ status: 'COMPLETED', result: { attempt: 3 } }]);
});

it('messages of one group are answered in their order', async () => {
  const client = await connect();
  const sent = [];
  for (let n = 0; n < 10; n += 1) sent.push(await say(client, { MessageGroupId: 'order', n }));
  await answerTo(client, sent.at(-1)!);

  const answers = client.received.filter(({ status }) => status === 'COMPLETED');
  expect(answers.map(({ message }) => message)).toEqual(sent.map(({ text }) => text));
});

it('a resent id is answered with the first result, on the connection that asks', async () => {
  const [one, other] = [await connect(), await connect()];
  const first = await say(one, { id: 'order-1', n: 1 });
  const { result } = await answerTo(one, first);

  const again = await say(other, { id: 'order-1', n: 1 });

  expect(await answerTo(other, again)).toMatchObject({
    status: 'DUPLICATE',
    duplicateOf: first.id,
    result,
  });
  expect(answersTo(one, again)).toEqual([]);
});

it('a resent id whose first is under way is answered when that has ended', async () => {
  const [one, other] = [await connect(), await connect()];
  const first = await say(one, { id: 'order-2', takes: 1000 });
  await deployment.recordWhen(first.id, ({ status }) => status === 'PROCESSING');

  const again = await say(other, { id: 'order-2', takes: 1000 });

  expect(await answerTo(other, again)).toMatchObject({
    status: 'DUPLICATE',
    duplicateOf: first.id,
    result: { id: first.id },
  });
});

it('a connection that is gone is no error: those that come after it are processed', async () => {
  const client = await connect();
  const message = await say(client, { MessageGroupId: 'gone', takes: 500 });
  await client.close();

  const record = await deployment.recordWhen(message.id, ({ answered }) => answered !== undefined);

  expect(record).toMatchObject({ status: 'COMPLETED', answered: 1 });
  const outcomes = (await deployment.logs('notify')).filter(({ id }) => id === message.id);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['GONE']);
});

it('an answer that comes too fast for API Gateway is given a little later', async () => {
  const client = await connect();
  await deployment.fault({
    action: 'execute-api:ManageConnections',
    times: 2,
    effect: { fail: 'LimitExceededException', status: 429 },
  });

  const message = await say(client, { MessageGroupId: 'fast' });

  expect(await answerTo(client, message)).toMatchObject({ status: 'COMPLETED' });
});

it.each([
  ['API Gateway refuses', 'execute-api:ManageConnections', '*', 2, 'ForbiddenException', 403],
  ['Notify cannot run', 'lambda:InvokeFunction', '*-notify', 4, 'TooManyRequestsException', 429],
])('while %s, what has ended waits with its group for its answer, and is answered once', async (...row) => {
  const [, action, resource, times, fail, status] = row;
  const client = await connect();
  await queueIsEmpty();
  const fault = await deployment.fault({ action, resource, times, effect: { fail, status } });

  const message = await say(client, { MessageGroupId: 'unanswered' });
  const next = await say(client, { MessageGroupId: 'unanswered' });
  await answerTo(client, next);

  expect(deployment.faultState(fault).hits).toBe(times);
  const answers = client.received.filter((answer) => answer.status === 'COMPLETED');
  expect(answers.map(({ requestId }) => requestId)).toEqual([message.requestId, next.requestId]);
  expect(await deployment.record(message.id)).toMatchObject({ attempts: 1, conclusions: 1 });
});

it('a lane that dies before it deletes: the next one finds the message ended and answered, and is silent', async () => {
  const client = await connect();
  await queueIsEmpty();
  const kill = await deployment.fault({
    action: 'sqs:DeleteMessage',
    resource: '*-messages.fifo',
    times: 1,
    effect: { kill: 'before' },
  });

  const message = await say(client, { MessageGroupId: 'killed' });
  await answerTo(client, message);
  await deployment.untilFault(kill, ({ hits }) => hits > 0);
  const behind = await say(client, { MessageGroupId: 'killed' });
  await client.find(
    (answer) => answer.requestId === behind.requestId && answer.status !== 'CAPTURED',
    60_000,
  );

  expect(answersTo(client, message)).toHaveLength(1);
  const notified = (await deployment.logs('notify')).filter(({ id }) => id === message.id);
  expect(notified.map(({ outcome }) => outcome)).toEqual(['ANSWERED', 'NOTHING']);
}, 90_000);

it('a message that ended unanswered is answered by whoever finds it ended', async () => {
  const client = await connect();
  await queueIsEmpty();
  const kill = await deployment.fault({
    action: 'execute-api:ManageConnections',
    times: 1,
    effect: { kill: 'before' },
  });
  // The lane is about to release it.
  const laneKill = await deployment.fault({
    action: 'sqs:ChangeMessageVisibility',
    resource: '*-messages.fifo',
    times: 1,
    effect: { kill: 'before' },
  });

  const message = await say(client, { MessageGroupId: 'unlucky' });
  await deployment.untilFault(kill, ({ hits }) => hits > 0);
  await deployment.untilFault(laneKill, ({ hits }) => hits > 0);
  await client.find(
    (answer) => answer.requestId === message.requestId && answer.status === 'COMPLETED',
    60_000,
  );

  expect(answersTo(client, message)).toHaveLength(1);
}, 90_000);

it('a message that is moved back from the error queue is answered again, with its new end', async () => {
  const client = await connect();
  const message = await say(client, { MessageGroupId: 'back', failUntil: 4 });
  expect(await answerTo(client, message)).toMatchObject({ status: 'FAILED' });
  await queueIsEmpty();

  expect(await ops(deployment, 'redrive', REGION, '--messages')).toMatchObject({ exitCode: 0 });

  await client.until(() => answersTo(client, message).length > 1);
  expect(answersTo(client, message)).toMatchObject([
    { status: 'FAILED' },
    { status: 'COMPLETED', result: { attempt: 5 } },
  ]);
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected, expected: { redrives: 1 } }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
