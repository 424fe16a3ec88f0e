import { expectSound } from '../helpers/expect-sound';
import { captureMany, REGIONS } from './helpers/capture-everywhere';
import { lanesSince, plansSince } from './helpers/drain-log';
import { expectCompleted, terminalRecord } from './helpers/expect-completed';
import { captureInMidWork } from './helpers/mid-work';
import { until } from './helpers/until';
import { useDeployment } from './helpers/use-deployment';

const AWAY = 'us-east-1';
const OTHERS = REGIONS.filter((region) => region !== AWAY);

const pillarbox = useDeployment();

it('an ingest region that hangs stops its own lanes only: the others are drained while it hangs', async () => {
  const deployment = pillarbox();
  const interrupted = await captureInMidWork(deployment, AWAY);
  const caught = await captureMany(deployment, AWAY, 5);

  const since = Date.now();
  const outage = await deployment.fault({ outage: 'hang', region: AWAY });
  const meanwhile = (await Promise.all(OTHERS.map((other) => captureMany(deployment, other, 20)))).flat();
  for (const id of meanwhile) await terminalRecord(deployment, id);

  // It still hangs, lanes were tried on it and gave up, and every drain planned those of the others as ever.
  expect(deployment.faultState(outage).waiting).toBeGreaterThan(0);
  await until('the end of a lane that found nobody', async () =>
    (await lanesSince(deployment, since)).find(
      ({ region, received, stoppedBy }) => region === AWAY && received === 0 && stoppedBy,
    ),
  );
  const plans = (await plansSince(deployment, since)).filter(({ withheld }) => !withheld);
  expect(plans.filter(({ lanes }) => lanes !== REGIONS.length)).toEqual([]);
  const failure = await until('the end of the attempt in mid-work', async () =>
    (await deployment.logs('fail')).find(({ id }) => id === interrupted),
  );
  expect(failure).toMatchObject({ outcome: 'INFRASTRUCTURE' });
  await deployment.removeFault(outage);
  await expectCompleted(deployment, [...caught, interrupted], { interruptions: 1 });
  await expectCompleted(deployment, meanwhile);
  await expectSound(deployment);
});
