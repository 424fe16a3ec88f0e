import type { RuleFault } from '../../../local/faults/fault';
import type { Deployment } from '../../e2e/helpers/deployment';
import { until } from './until';

/** Where a lane is to die: at a call, before it is executed or after. */
export interface Death {
  action: string;
  kill: 'before' | 'after';
}

/** A capture that costs its lane its life. */
export interface FatalCapture extends Death {
  region: string;
  body: string;
}

/**
 * Posts captures, at most one a region, and waits until the lane of each has died where it is to die. Returns their ids.
 *
 * The lanes that run already are ended first: the polls and connections that they have would let a capture by.
 */
export async function killLanes(deployment: Deployment, captures: FatalCapture[]): Promise<string[]> {
  const kills: string[] = [];
  for (const capture of captures) kills.push(await deployment.fault(killAt(capture)));
  await deployment.cloud.services.lambda.killFunction('e2e-drain-lane');
  const ids: string[] = [];
  for (const { region, body } of captures) ids.push(await deployment.capture(region, body));
  for (const [index, capture] of captures.entries()) {
    const kill = kills[index] as string;
    await until(`the death of a lane at ${capture.action}`, () => hasDied(deployment, kill, capture));
    await deployment.removeFault(kill);
  }
  return ids;
}

/** SQS is called in the capture's region, Step Functions in the centre. */
function killAt({ action, kill, region }: FatalCapture): RuleFault {
  const where = action.startsWith('sqs:') ? { region } : {};
  return { action, ...where, principal: '*-drain-lane', effect: { kill } };
}

async function hasDied(
  deployment: Deployment,
  killId: string,
  { action, kill, region }: FatalCapture,
): Promise<true | undefined> {
  if (deployment.faultState(killId).hits === 0) return undefined;
  // Polls come all the time: the one is meant that has got the message.
  if (action !== 'sqs:ReceiveMessage' || kill === 'before') return true;
  const [, , inFlight] = await deployment.queueCounts(region, 'capture');
  return inFlight === 1 || undefined;
}
