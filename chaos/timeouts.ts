import { functionLogGroupName } from '../contracts/naming';
import type { ChaosTarget } from './run-chaos';

/** How Lambda calls the end of a function whose time is up, as Step Functions hands it on. */
const TIMED_OUT = 'Sandbox.Timedout';

/**
 * How many attempts the Process function's own time-out has ended, as Fail recorded it. No processor of chaos takes long, so it
 * was the machine that did; to the workflow it is user code that does not come to an end, and counts as such.
 */
export async function timeoutsOfProcess({ endpoint, settings }: ChaosTarget): Promise<number> {
  const query = new URLSearchParams({
    region: settings.central.region,
    group: functionLogGroupName(settings.name, 'fail'),
  });
  const text = await (await fetch(`${endpoint}/_local/logs?${query}`)).text();
  return countTimeouts(text);
}

/** Lines of Fail's log that tell of such an end and counted it. */
export function countTimeouts(log: string): number {
  return log.split('\n').filter((line) => {
    if (line === '') return false;
    const { error, outcome } = JSON.parse(line) as { error?: string; outcome?: string };
    return error === TIMED_OUT && outcome !== 'LOST';
  }).length;
}
