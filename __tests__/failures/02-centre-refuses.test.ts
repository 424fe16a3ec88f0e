import { backoffSeconds } from '../../contracts/backoff';
import type { RuleFault } from '../../local/faults/fault';
import { expectSound } from '../helpers/expect-sound';
import { captureEverywhere, captureMany } from './helpers/capture-everywhere';
import {
  lanesSince,
  plansSince,
  settledSince,
  spanSeconds,
  type Trouble,
  troubleSince,
} from './helpers/drain-log';
import { expectCompleted } from './helpers/expect-completed';
import { until } from './helpers/until';
import { untilHeld } from './helpers/until-held';
import { useDeployment } from './helpers/use-deployment';

/** One: a single failure that counts is one too many. */
const MAX_ATTEMPTS = 1;
/** Of `regions.json`. */
const VISIBILITY_SECONDS = 12;
const OUTAGE_SECONDS = MAX_ATTEMPTS * VISIBILITY_SECONDS;
const IN_FLIGHT = 2;
const WAITS = { retryBaseSeconds: 2, retryMaxSeconds: 6 };

const pillarbox = useDeployment({
  defaults: { maxProcessingAttempts: MAX_ATTEMPTS },
  processing: { ...WAITS, laneMaxInFlight: IN_FLIGHT, lanePolls: 2, maxLanesPerRegion: 1 },
});

/** A refusal as AWS makes it. */
type Refusal = Pick<RuleFault, 'action' | 'resource' | 'effect'>;
const PROCESS = { action: 'lambda:InvokeFunction', resource: '*:function:e2e-process' };
const TABLE = '*:table/e2e-records';

describe('the plan sees it', () => {
  it.each<[string, Refusal]>([
    [
      'the records table refuses everything',
      { action: 'dynamodb:*', resource: TABLE, effect: { fail: 'InternalServerError', status: 500 } },
    ],
    ['the Process function refuses', { ...PROCESS, effect: { fail: 'ServiceException', status: 500 } }],
  ])('%s: lanes are withheld, no attempt is counted, and all is processed afterwards', async (_, refusal) => {
    const deployment = pillarbox();
    const { id: interrupted, letGo } = await claimAndHold();
    const since = Date.now();
    const fault = await deployment.fault(refusal);
    await letGo();
    const meanwhile = await captureEverywhere(deployment, 3);

    const withheld = await until('an outage of that length', async () => {
      const plans = (await plansSince(deployment, since)).filter((plan) => plan.withheld);
      return spanSeconds(plans) > OUTAGE_SECONDS ? plans : undefined;
    });

    const plans = await plansSince(deployment, withheld[0]!.at);
    expect(plans.filter(({ lanes }) => lanes > 0)).toEqual([]);
    expect(withheld.at(-1)?.withheld).toContain((refusal.effect as { fail: string }).fail);
    await deployment.removeFault(fault);
    await expectCompleted(deployment, meanwhile);
    await expectCompleted(deployment, [interrupted], { interruptions: 1 });
    await expectSound(deployment);
  });
});

describe('the plan cannot see it', () => {
  it.each<[string, Refusal]>([
    [
      'the records table refuses writes',
      { action: 'dynamodb:UpdateItem', resource: TABLE, effect: { fail: 'RequestLimitExceeded' } },
    ],
    [
      'the Process function is throttled',
      { ...PROCESS, effect: { fail: 'TooManyRequestsException', status: 429 } },
    ],
  ])('%s: each lane stops and gives back what it holds, for longer each time', async (_, refusal) => {
    const deployment = pillarbox();
    const since = Date.now();
    const fault = await deployment.fault(refusal);
    // Lanes that have done some work already would not stop at their first message.
    await deployment.cloud.services.lambda.killFunction('e2e-drain-lane');
    const meanwhile = await captureMany(deployment, 'eu-west-2', 4);

    const troubles = await until('trouble for that long', async () => {
      const found = await troubleSince(deployment, since);
      return spanSeconds(found) > OUTAGE_SECONDS && timesOfBusiest(found).length > 3 ? found : undefined;
    });
    const lanes = (await lanesSince(deployment, since)).filter(({ received }) => received > 0);
    // None, unless an execution was cut off by its time-out, as on a busy machine: its lease lasts a little longer.
    const inFlight = await settledSince(deployment, since);
    await deployment.removeFault(fault);

    expect(inFlight.filter(({ outcome }) => outcome !== 'IN_FLIGHT')).toEqual([]);
    expectGrowingWaits(troubles);
    for (const { received, released } of lanes) {
      expect(received).toBeLessThanOrEqual(IN_FLIGHT + inFlight.length);
      expect(released).toBe(received);
    }
    expect(lanes.filter(({ stoppedBy }) => !stoppedBy).length).toBeLessThanOrEqual(inFlight.length);
    await expectCompleted(deployment, meanwhile);
    await expectSound(deployment);
  });
});

/** A capture that is claimed and whose execution goes no further until it is let go. */
async function claimAndHold(): Promise<{ id: string; letGo: () => Promise<void> }> {
  const deployment = pillarbox();
  const held = await deployment.fault({
    action: 'lambda:InvokeFunction',
    resource: PROCESS.resource,
    principal: '*-process-express',
    times: 1,
    effect: { hold: true },
  });
  const id = await deployment.capture('eu-west-2', '{}');
  await untilHeld(deployment, held);
  return { id, letGo: () => deployment.removeFault(held) };
}

/** Epoch ms at which each capture met trouble. */
function timesByCapture(troubles: Trouble[]): number[][] {
  const ids = [...new Set(troubles.map(({ id }) => id))];
  return ids.map((id) => troubles.filter((trouble) => trouble.id === id).map(({ at }) => at));
}

const timesOfBusiest = (troubles: Trouble[]) =>
  timesByCapture(troubles).sort((a, b) => b.length - a.length)[0] ?? [];

/**
 * The n-th wait of a capture lasts at least as long as n receives have earned; and it was given back, or every wait would be
 * the visibility timeout's.
 */
function expectGrowingWaits(troubles: Trouble[]): void {
  const waits = timesByCapture(troubles).flatMap((times) =>
    times.slice(1).map((at, n) => ({
      waited: (at - times[n]!) / 1000,
      least: backoffSeconds(WAITS, n + 1),
    })),
  );
  expect(waits.filter(({ waited, least }) => waited < least)).toEqual([]);
  expect(Math.min(...waits.map(({ waited }) => waited))).toBeLessThan(VISIBILITY_SECONDS);
}
