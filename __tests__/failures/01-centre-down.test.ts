import type { OutageFault } from '../../local/faults/fault';
import { expectSound } from '../helpers/expect-sound';
import { captureEverywhere } from './helpers/capture-everywhere';
import { expectCompleted } from './helpers/expect-completed';
import { captureInMidWork } from './helpers/mid-work';
import { useDeployment } from './helpers/use-deployment';

const pillarbox = useDeployment();

const OUTAGES: [string, OutageFault][] = [
  ['the central region refuses', { outage: 'refuse', region: 'eu-west-1' }],
  ['the central region hangs', { outage: 'hang', region: 'eu-west-1' }],
  ['what the central stack holds refuses', { outage: 'refuse', stack: 'central' }],
  ['what the central stack holds hangs', { outage: 'hang', stack: 'central' }],
];

it.each(OUTAGES)(
  '%s: every region captures without a call to it, and all is processed afterwards',
  async (_, fault) => {
    const deployment = pillarbox();
    const before = await captureEverywhere(deployment, 2);
    const interrupted = await captureInMidWork(deployment, 'eu-west-2');

    const outage = await deployment.fault(fault);
    // The first round also outlasts what the dying centre had still to say.
    const meanwhile = await captureEverywhere(deployment, 1);
    const { hits } = deployment.faultState(outage);
    meanwhile.push(...(await captureEverywhere(deployment, 4)));

    // Any call there is met: so no 202 has waited for one, be it answered at once or never.
    expect(deployment.faultState(outage).hits).toBe(hits);
    await deployment.removeFault(outage);
    await expectCompleted(deployment, meanwhile);
    await expectCompleted(deployment, [...before, interrupted], { interruptions: 1 });
    await expectSound(deployment);
  },
);
