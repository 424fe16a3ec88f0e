import type { IngestRegion } from '../../contracts/environment';
import type { QueueKind } from '../../contracts/naming';
import { type LanePlan, type LaneRequest, MAX_LANES } from '../../contracts/processing';
import { describeError } from '../shared/infrastructure-error';

export interface PlanDependencies {
  regions: IngestRegion[];
  /** 1–40 */
  maxLanesPerRegion: number;
  /** Answers with the paused regions; rejects when the centre cannot process. */
  probe: () => Promise<string[]>;
  /** Messages that wait in a queue of a region; rejects when it does not answer. */
  backlog: (region: string, queue: QueueKind) => Promise<number>;
}

/**
 * Messages that one lane can be expected to take in its minute. Receiving and deleting tens one after the other makes
 * 21 captures a second at a round trip of 230 ms, the farthest measured: 1,155 in 55 s. Of a message queue two polls receive
 * one at a time each: 478 in 55 s.
 */
const MESSAGES_PER_LANE: Record<QueueKind, number> = { captures: 1000, messages: 400 };

/**
 * Which lanes run this minute. None when the centre cannot process, and none for paused regions: the messages are safe
 * where they are.
 */
export async function planLanes(deps: PlanDependencies): Promise<LanePlan> {
  const backlogsOf = (queue: QueueKind) =>
    Promise.allSettled(deps.regions.map(({ region }) => deps.backlog(region, queue)));
  const [[probe], captures, messages] = await Promise.all([
    Promise.allSettled([deps.probe()]),
    backlogsOf('captures'),
    backlogsOf('messages'),
  ]);
  if (probe.status === 'rejected') {
    return { lanes: [], messageLanes: [], sweeps: [], withheld: describeError(probe.reason) };
  }
  const isPaused = ({ region }: IngestRegion) => probe.value.includes(region);
  const paused = deps.regions.filter(isPaused).map(({ region }) => region);
  return {
    lanes: shareOut('captures', captures, isPaused, deps),
    messageLanes: shareOut('messages', messages, isPaused, deps),
    sweeps: [{ paused }],
    ...(paused.length > 0 && { paused }),
  };
}

/** The lanes of one kind of queue. A region that does not answer gets one lane: unknown is not empty. */
function shareOut(
  queue: QueueKind,
  backlogs: PromiseSettledResult<number>[],
  isPaused: (region: IngestRegion) => boolean,
  { regions, maxLanesPerRegion }: PlanDependencies,
): LaneRequest[] {
  const lanes = regions.map((region, index) => {
    if (isPaused(region)) return [];
    const backlog = backlogs[index];
    const waiting = backlog?.status === 'fulfilled' ? backlog.value : 0;
    const wanted = Math.max(Math.ceil(waiting / MESSAGES_PER_LANE[queue]), 1);
    return Array<LaneRequest>(Math.min(wanted, maxLanesPerRegion)).fill({ ...region, queue });
  });
  return interleave(lanes).slice(0, MAX_LANES);
}

/** First of each, second of each …: when lanes are cut off, no region loses all of its. */
function interleave<T>(lists: T[][]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, row) =>
    lists.flatMap((list) => list.slice(row, row + 1)),
  ).flat();
}
