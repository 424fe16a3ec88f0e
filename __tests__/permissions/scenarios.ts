import { randomUUID } from 'node:crypto';
import {
  captureQueueName,
  FAILURE_EVENT,
  failureBusName,
  messageQueueName,
  queueNames,
  recordsTableName,
} from '../../contracts/naming';
import type { Permission } from './permission';
import { ACCOUNT, CENTRAL, NAME, type Stage } from './stage';

/** Plays one scenario; it rejects, or never ends, unless everything it is about has happened. */
type Play = (stage: Stage, permission: Permission) => Promise<void>;

export type Scenario =
  | 'captured'
  | 'acknowledged'
  | 'told'
  | 'told of none'
  | 'hooked'
  | 'uploaded'
  | 'processed'
  | 'message processed'
  | 'message delivered twice'
  | 'message expired'
  | 'answered'
  | 'told apart'
  | 'failed'
  | 'job done'
  | 'job failed'
  | 'job archived'
  | 'job expired'
  | 'jobs told apart'
  | 'archived'
  | 'replayed'
  | 'expired'
  | 'delivered twice'
  | 'overtaken'
  | 'logged'
  | 'scheduled'
  | 'reconciled'
  | 'put back'
  | 'shared out';

/** A lane is worth so many messages of each queue; one more makes two. */
const TWO_LANES = { captures: 1001, messages: 401 };

/** Whether a permission is about WebSocket messages: their queues, their objects, the function that answers them. */
const isOfMessages = ({ on }: Permission) => /-messages|\/messages\/|-notify$/.test(on);

/** What a scenario plays where the permission is about WebSocket messages instead of captures. */
const orMessages =
  (play: Play, withMessages: Play): Play =>
  (stage, permission) =>
    (isOfMessages(permission) ? withMessages : play)(stage, permission);

/** What users rely on, from end to end. */
export const SCENARIOS: Record<Scenario, Play> = {
  async captured(stage) {
    await stage.capture('x');
  },

  async acknowledged(stage) {
    const answer = await stage.say({ data: 1 });
    if (answer.status !== 'CAPTURED') throw new Error(`answered ${JSON.stringify(answer)}`);
  },

  told: orMessages(
    async (stage) => {
      const id = await stage.submitJob({ seconds: 0 });
      const { status, body } = await stage.askForJob(id);
      if (status !== 200 || !body.includes('"parameters"')) throw new Error(`told ${status} ${body}`);
    },
    async (stage) => {
      const { status, body } = await stage.askForJob(await stage.storeMessage());
      if (status !== 200 || !body.includes('"CAPTURED"')) throw new Error(`told ${status} ${body}`);
    },
  ),

  async 'told of none'(stage) {
    const { status, body } = await stage.askForJob(`${stage.region}.jobs.${randomUUID()}`);
    if (status !== 404) throw new Error(`told ${status} ${body}`);
  },

  async hooked(stage) {
    await stage.hook('x');
  },

  async uploaded(stage) {
    await stage.upload('x');
  },

  processed: orMessages(
    (stage) => processed(stage, captureQueueName(NAME), () => stage.capture('x')),
    (stage) => processed(stage, messageQueueName(NAME), () => stage.sendMessage('x')),
  ),

  'message processed': (stage) => processed(stage, messageQueueName(NAME), () => stage.sendMessage('x')),

  async 'message delivered twice'(stage) {
    const requestId = randomUUID();
    const id = await stage.sendMessage('x', requestId);
    await stage.drainUntil(async () => (await stage.status(id)) === 'COMPLETED');
    await stage.sendMessage('x', requestId);
    await settledTwice(stage, id);
  },

  async 'message expired'(stage) {
    const id = `${stage.region}.websocket.${randomUUID()}`;
    await stage.sendEvent(stage.locationOf(id));
    await stage.drainUntil(() => stage.logged('notify', CENTRAL, `"id":"${id}","outcome":"NOTHING"`) > 0);
  },

  answered,

  async 'told apart'(stage) {
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await stage.capture('x', headers);
    await stage.drainUntil(async () => (await stage.status(first)) === 'COMPLETED');
    const second = await stage.capture('x', headers);
    await stage.drainUntil(async () => (await stage.record(second))?.duplicateOf?.S === first);
  },

  failed: (stage, permission) =>
    permission.on.endsWith('-notify')
      ? answered(stage)
      : failed(stage, () =>
          isOfMessages(permission)
            ? stage.sendMessage('throw:nothing works')
            : stage.capture('throw:nothing works'),
        ),

  async 'job done'(stage) {
    const before = stage.waiting();
    const id = await stage.submit('{}');
    await stage.drainUntil(async () => (await stage.status(id)) === 'COMPLETED' && stage.waiting() <= before);
  },

  async 'job failed'(stage) {
    const id = await stage.submit('throw:nothing works');
    // Until its copy is in the error queue, the record is the sweep's.
    await stage.drainUntil(async () => {
      const { status, unfinished } = (await stage.record(id)) ?? {};
      return status?.S === 'FAILED' && unfinished === undefined;
    });
  },

  async 'job archived'(stage) {
    await archives(stage, () => stage.submit('throw:nothing works'));
  },

  async 'job expired'(stage) {
    const id = `${stage.region}.jobs.${randomUUID()}`;
    await stage.sendEvent(stage.locationOf(id));
    await stage.drainUntil(async () => (await stage.record(id))?.final?.BOOL === true);
  },

  async 'jobs told apart'(stage) {
    const key = { 'idempotency-key': randomUUID() };
    const first = await stage.submit('{}', key);
    await stage.drainUntil(async () => (await stage.status(first)) === 'COMPLETED');
    const second = await stage.submit('{}', key);
    await stage.drainUntil(async () => (await stage.record(second))?.duplicateOf?.S === first);
  },

  async archived(stage) {
    await archives(stage, () => stage.capture('throw:nothing works'));
  },

  async replayed(stage, { on }) {
    // Each workflow is started for what its channels bring; the permission names one of them.
    const id = on.includes('standard') ? await stage.submit('{}') : await stage.capture('x');
    const EventStartTime = Math.floor(Date.now() / 1000) - 1;
    const { source: Source, detailType: DetailType } = FAILURE_EVENT;
    const entry = {
      Source,
      DetailType,
      Detail: JSON.stringify(stage.inputOf(id)),
      EventBusName: failureBusName(NAME),
    };
    await stage.call(CENTRAL, 'events', 'PutEvents', { Entries: [entry] });
    const arn = (kind: string) => `arn:aws:events:${CENTRAL}:${ACCOUNT}:${kind}/${failureBusName(NAME)}`;
    await stage.call(CENTRAL, 'events', 'StartReplay', {
      ReplayName: randomUUID(),
      EventSourceArn: arn('archive'),
      EventStartTime,
      EventEndTime: EventStartTime + 10,
      Destination: { Arn: arn('event-bus') },
    });
    await stage.until(async () => (await stage.status(id)) === 'COMPLETED');
  },

  async expired(stage) {
    const id = `${stage.region}.publish.${randomUUID()}`;
    await stage.sendEvent(stage.locationOf(id));
    await stage.drainUntil(async () => (await stage.record(id))?.final?.BOOL === true);
  },

  async 'delivered twice'(stage) {
    const id = await stage.capture('x');
    await stage.drainUntil(async () => (await stage.status(id)) === 'COMPLETED');
    const { bucket, key, size, eTag } = stage.inputOf(id);
    await stage.sendEvent({ bucket, key }, size, eTag);
    await settledTwice(stage, id);
  },

  async overtaken(stage) {
    const id = await stage.capture('slowly:too late');
    await stage.drainUntil(async () => (await stage.status(id)) === 'PROCESSING');
    await stage.call(CENTRAL, 'dynamodb', 'UpdateItem', {
      TableName: recordsTableName(NAME),
      Key: { id: { S: id } },
      UpdateExpression: 'SET #claim = :other',
      ExpressionAttributeNames: { '#claim': 'claim' },
      ExpressionAttributeValues: { ':other': { S: 'another' } },
    });
    await stage.until(() => stage.logged('fail', CENTRAL, `"id":"${id}","attempt":1,"outcome":"LOST"`) === 1);
  },

  async logged(stage, { of, holder: { region } }) {
    const before = stage.logged(of, region);
    if (of === 'get-job') await stage.askForJob(`${stage.region}.jobs.${randomUUID()}`);
    else if (of === 'webhook') await stage.hook('x');
    else if (of === 'upload') await stage.upload('x');
    else if (of === 'process-standard') await stage.submit('{}');
    else if (of === 'notify') await stage.sendMessage('x');
    else await stage.capture('throw:nothing works');
    const meanwhile = of === 'reconcile' ? () => stage.reconcile() : () => stage.drain();
    await stage.until(() => stage.logged(of, region) > before, meanwhile);
  },

  async scheduled(stage, { of }) {
    const started = of === 'reconcile-schedule' ? 'reconcile' : 'plan-lanes';
    await stage.until(() => stage.logged(started, CENTRAL) > 0);
  },

  async reconciled(stage) {
    const before = stage.logged('reconcile', CENTRAL);
    await stage.reconcile();
    await stage.until(() => stage.logged('reconcile', CENTRAL) >= before + 2);
  },

  async 'put back'(stage) {
    const since = Math.floor(Date.now() / 1000) * 1000;
    const id = await stage.capture('x');
    await stage.drainUntil(async () => (await stage.status(id)) === 'COMPLETED');
    // An object without a record: nobody holds it, for its message is gone as well.
    await stage.call(CENTRAL, 'dynamodb', 'DeleteItem', {
      TableName: recordsTableName(NAME),
      Key: { id: { S: id } },
    });
    await stage.reconcileStep({ region: stage.region, since, minAgeSeconds: 0 });
    await stage.drainUntil(async () => (await stage.status(id)) === 'COMPLETED');
  },

  async 'shared out'(stage, permission) {
    const kind = isOfMessages(permission) ? 'messages' : 'captures';
    const { queue } = queueNames(NAME, kind);
    // Nobody drains now: what a lane might still hold is beside the point of twice as many messages.
    for (let sent = stage.waiting(queue); sent < 2 * TWO_LANES[kind]; sent += 10) {
      const fifo = () => ({ MessageGroupId: 'x', MessageDeduplicationId: randomUUID() });
      const Entries = Array.from({ length: 10 }, (_, i) => ({
        Id: String(i),
        MessageBody: 'x',
        ...(kind === 'messages' && fifo()),
      }));
      await stage.call(stage.region, 'sqs', 'SendMessageBatch', { QueueUrl: stage.queueUrl(queue), Entries });
    }
    const { lanes, messageLanes } = await stage.plan();
    const planned = kind === 'messages' ? messageLanes : lanes;
    const count = planned.filter(({ region }) => region === stage.region).length;
    if (count < 2) throw new Error(`${count} lanes for ${stage.waiting(queue)} messages`);
  },
};

/** What is captured is processed, and nothing more of it waits in its queue. */
async function processed(stage: Stage, queue: string, capture: () => Promise<string>): Promise<void> {
  const before = stage.waiting(queue);
  const id = await capture();
  await stage.drainUntil(
    async () => (await stage.status(id)) === 'COMPLETED' && stage.waiting(queue) <= before,
  );
}

/** What is captured fails for good, and its lane moves it to the error queue. */
async function failed(stage: Stage, capture: () => Promise<string>): Promise<void> {
  // The lane's own moves: what a sweep makes up for may come into the same queue at any time.
  const moved = () => stage.logged('drain-lane', CENTRAL, '"movedToErrorQueue":1');
  const before = moved();
  const id = await capture();
  await stage.drainUntil(async () => (await stage.status(id)) === 'FAILED' && moved() > before);
}

/** A client is answered on its connection, and that is noted. */
async function answered(stage: Stage): Promise<void> {
  const id = await stage.askOnConnection({ data: 1 });
  await stage.until(async () => (await stage.record(id))?.answered !== undefined);
}

/** Two deliveries of one capture have been settled. */
function settledTwice(stage: Stage, id: string): Promise<void> {
  const settled = () => stage.logged('drain-lane', CENTRAL, `"id":"${id}","outcome":"TERMINAL"`);
  return stage.drainUntil(() => settled() === 2);
}

/** Whether the failure of this capture came into the archive: those of earlier scenarios may come at any time. */
function isArchived({ services: { events } }: Stage, id: string): boolean {
  const archive = `arn:aws:events:${CENTRAL}:${ACCOUNT}:archive/${failureBusName(NAME)}`;
  const archived = events.archiveOf(CENTRAL, archive)?.archive.events ?? [];
  return archived.some((event) => JSON.stringify(event).includes(id));
}

/** Nobody can record a failure, whatever else is allowed; what is captured then has to come into the archive. */
async function archives(stage: Stage, capture: () => Promise<string>): Promise<void> {
  const table = `arn:aws:dynamodb:${CENTRAL}:${ACCOUNT}:table/${recordsTableName(NAME)}`;
  const deny = (Resource: string) => {
    const Statement = [{ Effect: 'Deny', Action: 'dynamodb:UpdateItem', Resource }];
    return JSON.stringify({ Version: '2012-10-17', Statement });
  };
  stage.services.iam.putRolePolicy(`${NAME}-${CENTRAL}-fail`, 'broken', deny(table));
  try {
    const id = await capture();
    await stage.drainUntil(() => isArchived(stage, id));
  } finally {
    stage.services.iam.putRolePolicy(`${NAME}-${CENTRAL}-fail`, 'broken', deny(`${table}-of-nobody`));
  }
}
