import { randomUUID } from 'node:crypto';
import { FAILURE_EVENT, failureBusName, reconcileStateMachineName } from '../../../contracts/naming';
import type { CaptureRecord } from '../../../contracts/record';
import { parseCaptureId } from '../../../contracts/capture';
import { type Deployment, eventually } from '../../e2e/helpers/deployment';
import { sendMessageAgain, sendMessages } from '../../e2e/helpers/messages';
import { OPERATOR, reconcile } from '../../e2e/helpers/reconciling';
import { executionsWhen } from './executions';
import { replayAll } from './replay';
import { deliverAgain, sendMessage } from './s3-events';
import { NO_FAILURE_RECORDED, type Occasion } from './throttled-calls';

const [region, elsewhere] = ['eu-west-2', 'us-east-1'] as const;
const CENTRAL = 'eu-west-1';

/** What an occasion has left behind. */
export interface Left {
  /** Captures, and the attempts that each may have had in the end. */
  captures: { id: string; attempts: number }[];
  /** What a message in the error queue will say. */
  unreadable?: string;
}

const FAILS_ONCE = '{"end":"throw","until":1}';

/** Has a deployment do something; what comes of it is for later. */
export const OCCASIONS: Record<Occasion, (deployment: Deployment) => Promise<Left>> = {
  'any time': async (deployment) => ({ captures: [await single(deployment)] }),

  captures: async (deployment) => {
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await deployment.capture(region, 'same', headers);
    await deliverAgain(deployment, first);
    const second = await deployment.capture(elsewhere, 'same', headers);
    const failing = await deployment.capture(region, FAILS_ONCE);
    return {
      captures: [
        { id: first, attempts: 1 },
        { id: second, attempts: 1 },
        { id: failing, attempts: 2 },
      ],
    };
  },

  'unreadable message': async (deployment) => {
    const unreadable = `unreadable ${randomUUID()}`;
    await sendMessage(deployment, region, unreadable);
    return { captures: [], unreadable };
  },

  'claim that dies': async (deployment) => {
    await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-claim',
      times: 1,
      effect: { kill: 'before' },
    });
    return { captures: [await single(deployment)] };
  },

  messages: async (deployment) => {
    const [id = ''] = await sendMessages(deployment, region, [{ group: 'once', order: {} }]);
    const { requestId } = parseCaptureId(id);
    // The queue takes it for another; it is stored already.
    await sendMessageAgain(deployment, region, { group: 'twice', order: {}, attributes: { requestId } });
    return { captures: [{ id, attempts: 1 }] };
  },

  'failure not recorded': async (deployment) => {
    await deployment.fault(NO_FAILURE_RECORDED);
    return { captures: [{ id: await deployment.capture(region, FAILS_ONCE), attempts: 2 }] };
  },

  replay: async (deployment) => {
    const capture = await single(deployment);
    await archive(deployment, await deployment.terminal(capture.id));
    await replayAll(deployment);
    await executionsWhen(deployment, capture.id, (all) => all.length > 1);
    return { captures: [capture] };
  },

  reconcile: async (deployment) => {
    // S3 gives up on a queue that refuses it: nobody hears of the object.
    const notification = { action: 'sqs:SendMessage', principal: 's3.amazonaws.com', times: 1 };
    const refusal = await deployment.fault({
      ...notification,
      effect: { fail: 'AccessDenied', status: 403 },
    });
    const capture = await single(deployment);
    await deployment.untilFault(refusal, ({ hits }) => hits === 1);
    await eventually('a reconcile', () =>
      reconcile(deployment, { region }).then(
        ({ putBack }) => (putBack > 0 ? true : undefined),
        // Its workflow tries again, too.
        () => undefined,
      ),
    );
    return { captures: [capture] };
  },

  'daily reconcile': async (deployment) => {
    const { states } = deployment.cloud.services;
    const arn = states
      .machinesIn(CENTRAL)
      .find(({ settings }) => settings.name === reconcileStateMachineName('e2e'))?.arn;
    const execution = states.executionsOf(arn ?? '')!.start();
    await execution.ended;
    if (execution.status !== 'SUCCEEDED') throw new Error(`${execution.status} ${execution.cause}`);
    return { captures: [await single(deployment)] };
  },
};

const single = async (deployment: Deployment) => ({
  id: await deployment.capture(region, '{}'),
  attempts: 1,
});

/** Puts a capture on the failure bus, as an execution does that cannot record its failure. */
async function archive({ cloud: { services } }: Deployment, record: CaptureRecord): Promise<void> {
  const { id, channel, principal, bucket, key, size, eTag } = record;
  const capture = { id, channel, principal, region: record.region, bucket, key, size, eTag, maxAttempts: 3 };
  const entry = {
    EventBusName: failureBusName('e2e'),
    Source: FAILURE_EVENT.source,
    DetailType: FAILURE_EVENT.detailType,
    Detail: JSON.stringify(capture),
  };
  await services.cloud.call(CENTRAL, 'events', 'PutEvents', { Entries: [entry] }, OPERATOR);
}
