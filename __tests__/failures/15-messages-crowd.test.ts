import { readItems } from '../../audit/read-items';
import { captureId } from '../../contracts/capture';
import { seededRandom } from '../../local/faults/seeded-random';
import { processedOrders } from '../e2e/helpers/messages';
import { expectSound } from '../helpers/expect-sound';
import type { Client } from '../helpers/web-sockets';
import { until } from './helpers/until';
import { useDeployment } from './helpers/use-deployment';

const REGION = 'eu-west-2';
const GROUPS = 100;
/** Messages of each group. */
const EACH = Number(process.env.PILLARBOX_MESSAGES ?? 100);
const CONNECTIONS = 20;
/** Share of the messages whose first attempt fails in user code. */
const FAILING = 0.01;
/** Share of the executions that Step Functions throttles; each stops its lane until the next drain. */
const THROTTLED = 0.002;
/** Share of the posts that API Gateway refuses, so that the answer comes with another delivery. */
const UNANSWERED = 0.01;
/** Bound of the drain, seconds: five messages a second, a tenth of what an idle machine does, and the lane that died. */
const PATIENCE_SECONDS = 120 + (GROUPS * EACH) / 5;

// As in the test of a backlog: a machine that is slow under it is not to end executions, and so to be slower still.
const pillarbox = useDeployment({
  processing: {
    expressTimeoutSeconds: 40,
    processTimeoutSeconds: 15,
    processTaskTimeoutSeconds: 17,
    leaseSeconds: 41,
    visibilityTimeoutSeconds: 42,
    laneReceiveSeconds: 10,
    laneMaxInFlight: 20,
  },
});

/** A client with its groups, and the ids of what it sent, in order. */
interface Sender {
  client: Client;
  sent: Map<string, string[]>;
}

it(
  `${GROUPS} groups of ${EACH} messages from ${CONNECTIONS} connections: each group in order, nothing lost, each answered once or its connection gone`,
  async () => {
    const deployment = pillarbox();
    const senders = await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => newSender(at)));
    const throttled = await deployment.fault({
      action: 'states:StartSyncExecution',
      principal: '*-drain-lane',
      probability: THROTTLED,
      seed: 1,
      effect: { fail: 'ThrottlingException' },
    });
    const refused = await deployment.fault({
      action: 'execute-api:ManageConnections',
      probability: UNANSWERED,
      seed: 2,
      effect: { fail: 'ForbiddenException', status: 403 },
    });
    const lane = await deployment.fault({
      action: 'states:StartSyncExecution',
      principal: '*-drain-lane',
      skip: (GROUPS * EACH) / 2,
      times: 1,
      effect: { kill: 'after' },
    });

    await Promise.all(senders.map((sender, at) => send(sender, at)));
    const [gone, ...open] = senders;
    gone?.client.socket.terminate();
    await drained();

    expect(deployment.faultState(lane).hits).toBe(1);
    for (const fault of [throttled, refused]) expect(deployment.faultState(fault).hits).toBeGreaterThan(0);
    const groups = senders.flatMap(({ sent }) => [...sent.values()]);
    expect(await processedOrders(deployment, groups)).toEqual(groups);
    const items = new Map((await readItems(deployment.auditTarget, 1000)).map((item) => [item.id, item]));
    expect(groups.flat().filter((id) => items.get(id)?.status !== 'COMPLETED')).toEqual([]);
    const wrong = open.flatMap((sender) => {
      const answers = answersOf(sender);
      return idsOf(sender).flatMap((id) => (answers.get(id)?.length === 1 ? [] : [[id, answers.get(id)]]));
    });
    expect(wrong).toEqual([]);
    await expectSound(deployment);
  },
  2 * PATIENCE_SECONDS * 1000,
);

async function newSender(at: number): Promise<Sender> {
  const groups = Array.from({ length: GROUPS / CONNECTIONS }, (_, n) => `group-${at}-${n}`);
  return { client: await pillarbox().connect(REGION), sent: new Map(groups.map((group) => [group, []])) };
}

/** Sends everything in turn, each message when the one before it is acknowledged. */
async function send({ client, sent }: Sender, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let n = 0; n < EACH; n += 1) {
    for (const [MessageGroupId, ids] of sent) {
      const text = JSON.stringify({ MessageGroupId, n, ...(random() < FAILING && { failUntil: 1 }) });
      const before = acknowledged(client).length;
      client.send(text);
      await client.until(() => acknowledged(client).length > before);
      const id = captureId(REGION, 'websocket', String(acknowledged(client)[before]?.requestId));
      pillarbox().remember(id, Buffer.from(text));
      ids.push(id);
    }
  }
}

const acknowledged = ({ received }: Client) => received.filter(({ status }) => status === 'CAPTURED');

/** With which status each message of a sender was answered, by id; one for each answer. */
function answersOf({ client }: Sender): Map<string, unknown[]> {
  const answers = new Map<string, unknown[]>();
  for (const { status, requestId } of client.received) {
    if (status === 'CAPTURED') continue;
    const id = captureId(REGION, 'websocket', String(requestId));
    answers.set(id, [...(answers.get(id) ?? []), status]);
  }
  return answers;
}

const idsOf = ({ sent }: Sender): string[] => [...sent.values()].flat();

async function drained(): Promise<void> {
  const isEmpty = async () => {
    const counts = await pillarbox().queueCounts(REGION, 'messages');
    return counts.every((count) => count === 0) || undefined;
  };
  await until('an empty message queue', isEmpty, PATIENCE_SECONDS);
}
