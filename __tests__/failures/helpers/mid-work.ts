import type { Deployment } from '../../e2e/helpers/deployment';
import { untilHeld } from './until-held';

/** Posts a capture and waits until its Process function asks S3 for the payload, which is kept from it until the faults end. */
export async function captureInMidWork(deployment: Deployment, region: string): Promise<string> {
  const held = await deployment.fault({
    action: 's3:GetObject',
    region,
    principal: '*-process',
    times: 1,
    effect: { hold: true },
  });
  const id = await deployment.capture(region, '{}');
  await untilHeld(deployment, held);
  return id;
}
