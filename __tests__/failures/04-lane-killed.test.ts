import { expectSound } from '../helpers/expect-sound';
import { REGIONS } from './helpers/capture-everywhere';
import { drained } from './helpers/drained';
import { errorCopies } from './helpers/error-copies';
import { expectEnds } from './helpers/expect-completed';
import { type Death, killLanes } from './helpers/kill-lane';
import { until } from './helpers/until';
import { untilHeld } from './helpers/until-held';
import { useDeployment } from './helpers/use-deployment';

const pillarbox = useDeployment({ defaults: { maxProcessingAttempts: 2 } });
const poison: string[] = [];

/** Each with what becomes of the capture when nothing else goes wrong. */
const COMPLETED = { body: '{}', status: 'COMPLETED', attempts: 1, copies: 0 } as const;
const RETRIED = { body: '{"failUntil":1}', status: 'COMPLETED', attempts: 2, copies: 0 } as const;
const EXHAUSTED = { body: '{"throw":"poison"}', status: 'FAILED', attempts: 2, copies: 1 } as const;
/** A copy was made, but the message came back for another. */
const COPIED_TWICE = { ...EXHAUSTED, copies: 2 } as const;

type Kind = typeof COMPLETED | typeof RETRIED | typeof EXHAUSTED | typeof COPIED_TWICE;

/** Lanes of different regions die at the same time; those that die at a call to the centre have it to themselves. */
const ROUNDS: [string, [Death['kill'], string, Kind][]][] = [
  [
    'a capture that completes',
    [
      ['after', 'sqs:ReceiveMessage', COMPLETED],
      ['before', 'sqs:DeleteMessage', COMPLETED],
      ['after', 'sqs:DeleteMessage', COMPLETED],
    ],
  ],
  [
    'a capture that is tried again',
    [
      ['before', 'sqs:ChangeMessageVisibility', RETRIED],
      ['after', 'sqs:ChangeMessageVisibility', RETRIED],
      ['before', 'sqs:GetQueueUrl', RETRIED],
    ],
  ],
  [
    'an exhausted capture',
    [
      ['before', 'sqs:SendMessage', EXHAUSTED],
      ['after', 'sqs:SendMessage', COPIED_TWICE],
      ['before', 'sqs:DeleteMessage', COPIED_TWICE],
    ],
  ],
  ['a capture that is not started', [['before', 'states:StartSyncExecution', COMPLETED]]],
  ['a capture whose outcome is lost', [['after', 'states:StartSyncExecution', COMPLETED]]],
];

describe.each(ROUNDS)('the lane of %s dies', (_, points) => {
  let ids: string[];
  beforeAll(async () => {
    const captures = points.map(([kill, action, { body }], n) => ({
      kill,
      action,
      body,
      region: REGIONS[n]!,
    }));
    ids = await killLanes(pillarbox(), captures);
    poison.push(...ids.filter((_, n) => points[n]?.[2].status === 'FAILED'));
  });

  it.each(points.map((point, n) => [...point, n] as const))(
    '%s %s: it ends once',
    async (_kill, _action, { status, attempts, copies }, n) => {
      const id = ids[n] as string;
      await drained(pillarbox(), REGIONS[n]!);

      await expectEnds(pillarbox(), [id], { status, attempts });
      expect(await errorCopies(pillarbox(), id)).toBe(copies);
    },
  );

  it('and nothing else happened', () => expectSound(pillarbox(), { poison }));
});

it('the lane dies while its execution runs: it completes all the same, and the message is found done', async () => {
  const deployment = pillarbox();
  const complete = { action: 'dynamodb:UpdateItem', principal: '*-process-express', times: 1 };
  const held = await deployment.fault({ ...complete, effect: { hold: true } });
  const id = await deployment.capture('eu-west-2', '{}');
  await untilHeld(deployment, held);

  await deployment.cloud.services.lambda.killFunction('e2e-drain-lane');
  await deployment.removeFault(held);

  await drained(deployment, 'eu-west-2');
  await expectEnds(deployment, [id], { status: 'COMPLETED', attempts: 1 });
  const outcomes = await until('the second claim', async () => {
    const claims = (await deployment.logs('claim')).filter((line) => line.id === id);
    return claims.length > 1 ? claims.map(({ outcome }) => outcome) : undefined;
  });
  expect([outcomes[0], outcomes.at(-1)]).toEqual(['CLAIMED', 'TERMINAL']);
  await expectSound(deployment, { poison });
});
