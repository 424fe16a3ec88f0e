import { captureId } from '../../contracts/capture';
import { seededRandom } from '../../local/faults/seeded-random';
import { processedOrder } from '../e2e/helpers/messages';
import { expectSound } from '../helpers/expect-sound';
import type { Client } from '../helpers/web-sockets';
import { terminalRecord } from './helpers/expect-completed';
import { until } from './helpers/until';
import { useDeployment } from './helpers/use-deployment';

const REGION = 'eu-west-2';
const GROUPS = 100;
/** Messages of each group. */
const EACH = Number(process.env.PILLARBOX_MESSAGES ?? 10);
const CONNECTIONS = 20;
/** Share of the messages whose first attempt fails in user code. */
const FAILING = 0.01;
/** Share of the claims that DynamoDB throttles; each stops its lane until the next drain. */
const THROTTLED = 0.002;
/** Share of the messages whose Notify may fail by itself. */
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
  `${GROUPS} groups of ${EACH} messages from ${CONNECTIONS} connections: each group in order, nothing lost, none answered twice, and all but those whose Notify failed answered`,
  async () => {
    const deployment = pillarbox();
    const senders = await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => newSender(at)));
    await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-claim',
      probability: THROTTLED,
      seed: 1,
      effect: { fail: 'ThrottlingException' },
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
    for (const { sent } of senders) {
      for (const ids of sent.values()) {
        expect(await processedOrder(deployment, ids)).toEqual(ids);
        for (const id of ids) expect((await terminalRecord(deployment, id)).status).toBe('COMPLETED');
      }
    }
    const unanswered: string[] = [];
    for (const sender of open) {
      const answers = answersOf(sender);
      expect([...answers.values()].filter((count) => count !== 1)).toEqual([]);
      unanswered.push(...idsOf(sender).filter((id) => !answers.has(id)));
    }
    // The answer is given as well as that goes: where Notify ran out of time on a busy machine, the record does not say that it was.
    for (const id of unanswered) expect((await deployment.record(id))?.answered).toBeUndefined();
    expect(unanswered.length).toBeLessThanOrEqual(UNANSWERED * GROUPS * EACH);
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

/** How often each message of a sender was answered COMPLETED, by id. */
function answersOf({ client }: Sender): Map<string, number> {
  const count = new Map<string, number>();
  for (const { status, requestId } of client.received) {
    if (status !== 'COMPLETED') continue;
    const id = captureId(REGION, 'websocket', String(requestId));
    count.set(id, (count.get(id) ?? 0) + 1);
  }
  return count;
}

const idsOf = ({ sent }: Sender): string[] => [...sent.values()].flat();

async function drained(): Promise<void> {
  const isEmpty = async () => {
    const counts = await pillarbox().queueCounts(REGION, 'messages');
    return counts.every((count) => count === 0) || undefined;
  };
  await until('an empty message queue', isEmpty, PATIENCE_SECONDS);
}
