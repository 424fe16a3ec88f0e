import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';
import { processedOrder, sendMessages } from './helpers/messages';

const REGION = 'eu-west-2';

const poison: string[] = [];
const rejected: string[] = [];

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const ended = (ids: string[]) => Promise.all(ids.map((id) => deployment.terminal(id)));

it('a message is stored, processed with what its API wrote beside it, and leaves the queue', async () => {
  const [id = ''] = await sendMessages(deployment, REGION, [{ group: 'a', order: { n: 1 } }]);

  const record = await deployment.terminal(id);

  expect(record).toMatchObject({
    status: 'COMPLETED',
    attempts: 1,
    channel: 'websocket',
    principal: 'local',
    key: expect.stringMatching(/^messages\/local\//),
  });
  expect(JSON.parse(record.result ?? '')).toMatchObject({ id, contentType: 'application/json' });
  await eventually('an empty message queue', async () =>
    (await deployment.queueCounts(REGION, 'messages')).every((count) => count === 0) ? true : undefined,
  );
});

it('one poison message among ten: the nine others go on in order when it is in the error queue, other groups never wait', async () => {
  const orders = Array.from({ length: 10 }, (_, n) => (n === 3 ? { throw: 'poison' } : { n }));
  const ids = await sendMessages(
    deployment,
    REGION,
    orders.map((order) => ({ group: 'stuck', order })),
  );
  const [bad = ''] = ids.splice(3, 1);
  poison.push(bad);
  const others = await sendMessages(
    deployment,
    REGION,
    Array.from({ length: 5 }, (_, n) => ({ group: `free-${n}`, order: { n } })),
  );
  const free = await ended(others);

  const records = await ended(ids);

  const exhausted = await deployment.record(bad);
  expect(exhausted).toMatchObject({ status: 'FAILED', attempts: 3 });
  expect(await processedOrder(deployment, [...ids, bad])).toEqual(ids.toSpliced(3, 0, bad));
  for (const { attempts } of records) expect(attempts).toBe(1);
  const gaveUpAt = exhausted?.completedAt ?? 0;
  for (const { claimedAt } of records.slice(3)) expect(claimedAt).toBeGreaterThan(gaveUpAt);
  for (const { completedAt } of free) expect(completedAt).toBeLessThan(gaveUpAt);
  expect(await errorMessage(bad)).toMatchObject({
    Body: JSON.stringify(orders[3]),
    Attributes: { MessageGroupId: 'local.stuck' },
    MessageAttributes: {
      [ERROR_ATTRIBUTES.reason]: { StringValue: 'ProcessorError: TypeError: poison' },
      principal: { StringValue: 'local' },
    },
  });
});

it('groups go on side by side, each in its order, through failures of every kind', async () => {
  const groups = Array.from({ length: 6 }, (_, g) =>
    Array.from({ length: 6 }, (_, n) => ({
      group: `g${g}`,
      // A few fail once or twice, and one of a group dies in user code.
      order: (g + n) % 4 === 0 ? { n, failUntil: 1 + (n % 2) } : { n },
    })),
  );

  const sent = await Promise.all(groups.map((messages) => sendMessages(deployment, REGION, messages)));

  for (const ids of sent) {
    for (const { status } of await ended(ids)) expect(status).toBe('COMPLETED');
    expect(await processedOrder(deployment, ids)).toEqual(ids);
  }
});

it('a message that is refused is REJECTED, and those behind it go on', async () => {
  const ids = await sendMessages(deployment, REGION, [
    { group: 'r', order: { reject: 'not like this' } },
    { group: 'r', order: {} },
  ]);
  rejected.push(ids[0] ?? '');

  expect(await ended(ids)).toMatchObject([{ status: 'REJECTED' }, { status: 'COMPLETED' }]);
});

it('a resent id is a DUPLICATE of its principal, and nobody else can take it away', async () => {
  const order = { id: 'order-17', data: 1 };
  const [first = ''] = await sendMessages(deployment, REGION, [{ group: 'd', order }]);
  await deployment.terminal(first);
  const [again = '', other = ''] = await sendMessages(deployment, REGION, [
    { group: 'another', order },
    { group: 'd', order, attributes: { principal: 'other' } },
  ]);

  expect(await ended([again, other])).toMatchObject([
    { status: 'DUPLICATE', duplicateOf: first },
    { status: 'COMPLETED' },
  ]);
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));

async function errorMessage(id: string): Promise<Message | undefined> {
  const { Messages = [] } = await deployment.sqs(REGION).send(
    new ReceiveMessageCommand({
      QueueUrl: await deployment.queueUrl(REGION, 'message errors'),
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 0,
    }),
  );
  return Messages.find(
    ({ MessageAttributes }) => MessageAttributes?.[ERROR_ATTRIBUTES.id]?.StringValue === id,
  );
}
