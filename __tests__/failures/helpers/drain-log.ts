import type { LanePlan, LaneReport } from '../../../contracts/processing';
import type { Deployment } from '../../e2e/helpers/deployment';

/** When something was logged, epoch ms. */
export interface Logged {
  at: number;
}

/** Trouble of ours that a lane met at a capture. */
export interface Trouble extends Logged {
  id: string;
  reason: string;
}

/** What the drains' functions have logged of one kind since a moment (epoch ms), oldest first. */
async function linesOf<T>(
  deployment: Deployment,
  functionId: string,
  message: string,
  since: number,
): Promise<(T & Logged)[]> {
  const lines = await deployment.logs(functionId);
  return lines
    .filter((line) => line.message === message && Number(line['@timestamp']) >= since)
    .map((line) => ({ ...line, at: Number(line['@timestamp']) }) as T & Logged);
}

/** Plans of drains: how many lanes, and why they were withheld. */
export const plansSince = (deployment: Deployment, since: number) =>
  linesOf<Pick<LanePlan, 'withheld' | 'paused'> & { lanes: number }>(deployment, 'plan-lanes', 'plan', since);

/** Reports of lanes that have ended. */
export const lanesSince = (deployment: Deployment, since: number) =>
  linesOf<LaneReport>(deployment, 'drain-lane', 'lane', since);

/** Trouble of ours that lanes met, capture by capture. */
export const troubleSince = (deployment: Deployment, since: number) =>
  linesOf<Trouble>(deployment, 'drain-lane', 'infrastructure error', since);

/** Captures that lanes have settled, and as what. */
export const settledSince = (deployment: Deployment, since: number) =>
  linesOf<{ id: string; outcome: string }>(deployment, 'drain-lane', 'capture settled', since);

/** Seconds from the first to the last of them; 0 for none. */
export function spanSeconds(logged: Logged[]): number {
  return ((logged.at(-1)?.at ?? 0) - (logged[0]?.at ?? 0)) / 1000;
}
