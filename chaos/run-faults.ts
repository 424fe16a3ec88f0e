import type { ActiveFault } from '../local/faults/fault';
import type { Episode } from './plan-faults';
import { until } from './until';

/** An episode that is over, and how many calls it met. */
export interface MetEpisode extends Episode {
  hits: number;
}

/**
 * Puts every fault in force at its time and lifts it at its end; afterwards none is left.
 * @param startedAt epoch ms that the schedule counts from
 * @throws Error when the local cloud does not take a fault, for without it the run would show nothing
 */
export async function runFaults(
  endpoint: string,
  episodes: Episode[],
  startedAt: number,
): Promise<MetEpisode[]> {
  const met = await Promise.all(
    episodes.map(async (episode) => {
      await until(startedAt + episode.startMs);
      await ask(endpoint, 'POST', '', episode.fault);
      await until(startedAt + episode.endMs);
      const active = (await ask(endpoint, 'GET', '')) as ActiveFault[];
      await ask(endpoint, 'DELETE', `/${episode.id}`);
      return { ...episode, hits: active.find(({ id }) => id === episode.id)?.hits ?? 0 };
    }),
  );
  const left = (await ask(endpoint, 'GET', '')) as ActiveFault[];
  if (left.length > 0) throw new Error(`faults are left: ${left.map(({ id }) => id).join(', ')}`);
  return met;
}

async function ask(endpoint: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${endpoint}/_local/faults${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} /_local/faults${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
