import { readItems } from '../../audit/read-items';
import { expectSound } from '../helpers/expect-sound';
import { captureMany, REGIONS } from './helpers/capture-everywhere';
import { drained } from './helpers/drained';
import { expectCompleted, terminalRecord } from './helpers/expect-completed';
import { useDeployment } from './helpers/use-deployment';

/** Captures that wait when the centre comes back: 20,000 for a day in small, less by default. */
const BACKLOG = Number(process.env.PILLARBOX_BACKLOG ?? 3000);
/** Bound of the drain, seconds: ten captures a second, a tenth of what an idle machine does. */
const PATIENCE_SECONDS = 60 + BACKLOG / 10;
/** Where the backlog is. */
const BUSY = 'eu-west-2';
const QUIET = REGIONS.filter((region) => region !== BUSY);

// Executions may take long: a machine that is slow under the backlog is not to end them, and so to be slower still.
const pillarbox = useDeployment({
  processing: {
    expressTimeoutSeconds: 40,
    processTimeoutSeconds: 35,
    processTaskTimeoutSeconds: 37,
    leaseSeconds: 41,
    visibilityTimeoutSeconds: 42,
    laneReceiveSeconds: 4,
  },
});

it(
  `a backlog of ${BACKLOG} captures is drained, and live ones are neither refused nor starved meanwhile`,
  async () => {
    const deployment = pillarbox();
    // Clients that were there before: each region's API remembers the answer of its authorizer.
    for (const region of REGIONS) await deployment.capture(region, '{"live":true}');
    const outage = await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });
    const backlog = await captureMany(deployment, BUSY, BACKLOG);

    await deployment.removeFault(outage);
    const live = await goOnLive();
    await drained(deployment, BUSY, PATIENCE_SECONDS);

    await expectCompleted(deployment, [...live.quiet, ...live.busy]);
    await expectCompleted(deployment, backlog);
    await expectNotStarved(live.quiet, backlog);
    await expectSound(deployment);
  },
  3 * PATIENCE_SECONDS * 1000,
);

/**
 * One client a region, until no backlog is visible any more. Those of the quiet regions wait for the end of each capture; the
 * busy region's must be accepted, and take their turn: a standard queue promises no order.
 */
async function goOnLive(): Promise<{ quiet: string[]; busy: string[] }> {
  const deployment = pillarbox();
  const quiet: string[] = [];
  const busy: string[] = [];
  do {
    busy.push(await deployment.capture(BUSY, '{"live":true}'));
    const round = await Promise.all(QUIET.map((region) => deployment.capture(region, '{"live":true}')));
    for (const id of round) await terminalRecord(deployment, id, PATIENCE_SECONDS);
    quiet.push(...round);
  } while (((await deployment.queueCounts(BUSY, 'capture'))[0] ?? 0) > 0);
  return { quiet, busy };
}

/**
 * A region has lanes of its own whatever waits in another: its captures wait for a poll, not for the backlog. Measured in
 * captures of the backlog that were processed in the meantime, so that it does not depend on the machine.
 */
async function expectNotStarved(quiet: string[], backlog: string[]): Promise<void> {
  const items = await readItems(pillarbox().auditTarget, 1000);
  const records = new Map(items.map((item) => [item.id, item]));
  const ends = backlog.map((id) => Number(records.get(id)?.completedAt));
  const overtaken = quiet.map((id) => {
    const record = records.get(id);
    return ends.filter((end) => end > Number(record?.receivedAt) && end < Number(record?.completedAt)).length;
  });
  // Several rounds, or nothing has been shown; none of them may have waited for a third of the backlog.
  expect(overtaken.length).toBeGreaterThanOrEqual(3 * QUIET.length);
  expect(Math.max(...overtaken)).toBeLessThan(BACKLOG / 3);
}
