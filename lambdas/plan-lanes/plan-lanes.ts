import type { IngestRegion } from '../../contracts/environment';
import { type LanePlan, type LaneRequest, MAX_LANES } from '../../contracts/processing';
import { describeError } from '../shared/infrastructure-error';

export interface PlanDependencies {
  regions: IngestRegion[];
  /** 1–40 */
  maxLanesPerRegion: number;
  /** Answers with the paused regions; rejects when the centre cannot process. */
  probe: () => Promise<string[]>;
  /** Messages that wait in a region; rejects when it does not answer. */
  backlog: (region: string) => Promise<number>;
}

/**
 * Messages that one lane can be expected to take in its minute. Receiving and deleting tens one after the other makes
 * 21 messages a second at a round trip of 230 ms, the farthest measured: 1,155 in 55 s.
 */
const MESSAGES_PER_LANE = 1000;

/**
 * Which lanes run this minute. None when the centre cannot process, and none for paused regions: the messages are safe
 * where they are.
 */
export async function planLanes(deps: PlanDependencies): Promise<LanePlan> {
  const [[probe], backlogs] = await Promise.all([
    Promise.allSettled([deps.probe()]),
    Promise.allSettled(deps.regions.map(({ region }) => deps.backlog(region))),
  ]);
  if (probe.status === 'rejected') return { lanes: [], sweeps: [], withheld: describeError(probe.reason) };
  const isPaused = ({ region }: IngestRegion) => probe.value.includes(region);
  const lanes = deps.regions.map((region, index) => {
    if (isPaused(region)) return [];
    const backlog = backlogs[index];
    // A region that does not answer gets one lane: unknown is not empty.
    const messages = backlog?.status === 'fulfilled' ? backlog.value : 0;
    return Array<LaneRequest>(lanesFor(messages, deps.maxLanesPerRegion)).fill(region);
  });
  const paused = deps.regions.filter(isPaused).map(({ region }) => region);
  return {
    lanes: interleave(lanes).slice(0, MAX_LANES),
    sweeps: [{ paused }],
    ...(paused.length > 0 && { paused }),
  };
}

function lanesFor(messages: number, most: number): number {
  return Math.min(Math.max(Math.ceil(messages / MESSAGES_PER_LANE), 1), most);
}

/** First of each, second of each …: when lanes are cut off, no region loses all of its. */
function interleave<T>(lists: T[][]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, row) =>
    lists.flatMap((list) => list.slice(row, row + 1)),
  ).flat();
}
