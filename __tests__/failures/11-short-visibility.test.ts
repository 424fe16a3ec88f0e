import { captureQueueName } from '../../contracts/naming';
import { expectSound } from '../helpers/expect-sound';
import { drained } from './helpers/drained';
import { expectCompleted } from './helpers/expect-completed';
import { until } from './helpers/until';
import { untilHeld } from './helpers/until-held';
import { useDeployment } from './helpers/use-deployment';

const REGION = 'eu-west-2';

/** Longer than usual: on a busy machine the second delivery may take its time. */
const pillarbox = useDeployment({
  processing: {
    expressTimeoutSeconds: 20,
    processTimeoutSeconds: 16,
    processTaskTimeoutSeconds: 17,
    leaseSeconds: 21,
    visibilityTimeoutSeconds: 22,
  },
});

/** What SetQueueAttributes by hand would do; the configuration refuses it. */
function shortenVisibility(seconds: number): void {
  const { sqs } = pillarbox().cloud.services;
  const queue = sqs.queueOf(sqs.queueArn(REGION, captureQueueName('e2e')));
  if (!queue) throw new Error('there is no capture queue');
  queue.settings.visibilityTimeoutSeconds = seconds;
}

it('a message that comes back while its capture runs finds it in flight, and user code is called once', async () => {
  const deployment = pillarbox();
  shortenVisibility(1);
  const held = await deployment.fault({
    action: 'lambda:InvokeFunction',
    principal: '*-process-express',
    resource: '*:e2e-process',
    times: 1,
    effect: { hold: true },
  });
  const id = await deployment.capture(REGION, '{}');
  await untilHeld(deployment, held);

  const outcomes = await until('a second delivery', async () => {
    const found = (await deployment.logs('claim')).filter((line) => line.id === id);
    return found.length > 1 ? found.map(({ outcome }) => outcome) : undefined;
  });
  expect(await deployment.record(id)).toMatchObject({ status: 'PROCESSING', attempts: 1 });
  await deployment.removeFault(held);

  expect(outcomes).toEqual(['CLAIMED', 'IN_FLIGHT']);
  await expectCompleted(deployment, [id]);
  // The second delivery is hidden until the lease would be over, which is longer than the audit waits.
  await drained(deployment, REGION, 100);
  await expectSound(deployment);
});
