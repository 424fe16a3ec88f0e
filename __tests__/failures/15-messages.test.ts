import { captureId } from '../../contracts/capture';
import { type Deployment, eventually } from '../e2e/helpers/deployment';
import { processedOrder, sendMessages } from '../e2e/helpers/messages';
import { expectSound } from '../helpers/expect-sound';
import type { Client } from '../helpers/web-sockets';
import { until } from './helpers/until';
import { untilHeld } from './helpers/until-held';
import { useDeployment } from './helpers/use-deployment';

const pillarbox = useDeployment();
const REGION = 'eu-west-2';

const drainedMessages = (deployment: Deployment) =>
  until(
    'an empty message queue',
    async () => (await deployment.queueCounts(REGION, 'messages')).every((count) => count === 0) || undefined,
  );

/** Five messages of a group, sent while their lane has the fault before it. */
const GROUP = Array.from({ length: 5 }, (_, n) => ({ group: 'fatal', order: { n } }));

describe('the lane of a group dies', () => {
  it.each([
    ['before', 's3:PutObject'],
    ['after', 's3:PutObject'],
    ['before', 'states:StartSyncExecution'],
    ['after', 'states:StartSyncExecution'],
    ['before', 'sqs:DeleteMessage'],
    ['after', 'sqs:DeleteMessage'],
  ] as const)('%s %s: the order stays, and each is processed once', async (kill, action) => {
    const deployment = pillarbox();
    await drainedMessages(deployment);
    const fault = await deployment.fault({
      action,
      principal: '*-drain-lane',
      // The others' messages and their objects live elsewhere.
      ...(action === 'sqs:DeleteMessage' && { resource: '*-messages.fifo' }),
      skip: 1,
      times: 1,
      effect: { kill },
    });

    const ids = await sendMessages(deployment, REGION, GROUP);
    await until(`the death of a lane at ${action}`, () => deployment.faultState(fault).hits > 0 || undefined);
    await drainedMessages(deployment);

    for (const id of ids) {
      expect(await deployment.record(id)).toMatchObject({ status: 'COMPLETED', attempts: 1, conclusions: 1 });
    }
    expect(await processedOrder(deployment, ids)).toEqual(ids);
  });

  it('while a message is being processed: nothing of its group overtakes', async () => {
    const deployment = pillarbox();
    const complete = { action: 'dynamodb:UpdateItem', principal: '*-process-express', times: 1 };
    const held = await deployment.fault({ ...complete, effect: { hold: true } });
    const ids = await sendMessages(deployment, REGION, GROUP);
    await untilHeld(deployment, held);

    await deployment.cloud.services.lambda.killFunction('e2e-drain-lane');
    await deployment.removeFault(held);
    await drainedMessages(deployment);

    expect(await processedOrder(deployment, ids)).toEqual(ids);
  });

  it('and nothing else happened', () => expectSound(pillarbox()));
});

it('the bucket cannot be written: messages wait, in order, and no attempt is counted', async () => {
  const deployment = pillarbox();
  const full = await deployment.fault({
    action: 's3:PutObject',
    principal: '*-drain-lane',
    times: 9,
    effect: { fail: 'SlowDown', status: 503 },
  });
  const ids = await sendMessages(deployment, REGION, GROUP);
  await deployment.untilFault(full, ({ hits }) => hits === 9);
  await drainedMessages(deployment);

  expect(await processedOrder(deployment, ids)).toEqual(ids);
  for (const id of ids) expect((await deployment.record(id))?.attempts).toBe(1);
});

it('a message that SQS delivers twice is processed once', async () => {
  const deployment = pillarbox();
  // The delete is lost: the message comes again, and is found done.
  const lost = await deployment.fault({
    action: 'sqs:DeleteMessage',
    resource: '*-messages.fifo',
    times: 3,
    effect: { fail: 'InternalError', status: 500 },
  });
  const ids = await sendMessages(deployment, REGION, GROUP);
  await deployment.untilFault(lost, ({ hits }) => hits === 3);
  await drainedMessages(deployment);

  expect(await processedOrder(deployment, ids)).toEqual(ids);
});

describe('many groups of several connections, with random failures and a lane killed in the middle', () => {
  const CONNECTIONS = 4;
  const GROUPS = 5;
  const MESSAGES = 10;
  const sent = new Map<string, { id: string; requestId: string; client: Client }[]>();
  let clients: Client[] = [];

  /** Each client has groups of its own, and sends one message of each in turn. */
  async function sendAll(deployment: Deployment): Promise<void> {
    clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => deployment.connect(REGION)));
    await Promise.all(
      clients.map(async (client, c) => {
        for (let n = 0; n < MESSAGES; n += 1) {
          for (let g = 0; g < GROUPS; g += 1) {
            const group = `c${c}-g${g}`;
            const text = JSON.stringify({
              MessageGroupId: group,
              n,
              ...((c + g + n) % 5 === 0 && { failUntil: 1 }),
            });
            const before = acknowledged(client).length;
            client.send(text);
            await client.until(() => acknowledged(client).length > before);
            const requestId = String(acknowledged(client)[before]?.requestId);
            const id = captureId(REGION, 'websocket', requestId);
            deployment.remember(id, Buffer.from(text));
            sent.set(group, [...(sent.get(group) ?? []), { id, requestId, client }]);
          }
        }
      }),
    );
  }
  const acknowledged = ({ received }: Client) => received.filter(({ status }) => status === 'CAPTURED');
  const answers = ({ client, requestId }: { client: Client; requestId: string }) =>
    client.received.filter((answer) => answer.requestId === requestId && answer.status !== 'CAPTURED');

  it('every group is processed in its order, and each message is answered once', async () => {
    const deployment = pillarbox();
    await Promise.all(
      ['sqs:*', 's3:*', 'states:*', 'execute-api:*'].map((action, index) =>
        deployment.fault({
          action,
          principal: '*:role/e2e-eu-west-1-*',
          probability: 0.05,
          seed: 40 + index,
          effect:
            action === 'execute-api:*'
              ? { fail: 'LimitExceededException', status: 429 }
              : { fail: 'ThrottlingException' },
        }),
      ),
    );
    const sending = sendAll(deployment);
    await eventually(
      'the first answers',
      async () => (clients[0]?.received.some(({ status }) => status === 'COMPLETED') ? true : undefined),
      60,
    );
    await deployment.cloud.services.lambda.killFunction('e2e-drain-lane');
    await sending;
    const all = [...sent.values()].flat();
    await until('every answer', () => all.every((message) => answers(message).length > 0) || undefined);
    await deployment.clearFaults();
    await drainedMessages(deployment);

    for (const messages of sent.values()) {
      const ids = messages.map(({ id }) => id);
      expect(await processedOrder(deployment, ids)).toEqual(ids);
    }
    expect(all.map((message) => answers(message).length).filter((count) => count !== 1)).toEqual([]);
    await Promise.all(clients.map((client) => client.close()));
  }, 300_000);

  it('nothing is lost', () => expectSound(pillarbox()));
});
