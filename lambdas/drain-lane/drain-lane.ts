import { captureBucketName, type QueueKind } from '../../contracts/naming';
import type { LaneReport, LaneRequest } from '../../contracts/processing';
import type { Clock } from '../shared/clock';
import { describeError } from '../shared/infrastructure-error';
import type { LaneQueue } from './lane-queue';
import { LaneRun } from './lane-run';
import type { SettleDependencies } from './settle-message';

export interface DrainDependencies extends SettleDependencies {
  /** The deployment's name. */
  name: string;
  clock: Clock;
  openQueue: (region: string, queue: QueueKind) => Promise<Pick<LaneQueue, keyof LaneQueue>>;
}

/** A lane as its function was asked for it. */
export interface Lane extends LaneRequest {
  /** The deployment's account. */
  accountId: string;
  /** Epoch ms at which the function is ended. */
  endsAt: number;
}

/** What the lane keeps for its last deletes and its report, milliseconds. */
const END_MARGIN_MS = 500;

/**
 * Receives for the lane's time, processes, and finishes what it holds. Never throws for trouble of a region: the
 * report says what stopped the lane.
 */
export async function drainLane(lane: Lane, deps: DrainDependencies): Promise<LaneReport> {
  const report: LaneReport = {
    region: lane.region,
    queue: lane.queue,
    received: 0,
    deleted: 0,
    released: 0,
    movedToErrorQueue: 0,
  };
  const finishBy = lane.endsAt - END_MARGIN_MS;
  const receiveUntil = Math.min(
    deps.clock.now() + deps.settings.receiveSeconds * 1000,
    finishBy - deps.settings.executionTimeoutSeconds * 1000,
  );
  try {
    const queue = await deps.openQueue(lane.region, lane.queue);
    const bucket = captureBucketName(deps.name, lane.accountId, lane.region);
    const scope = { region: lane.region, bucket, maxAttempts: lane.maxAttempts, finishBy };
    try {
      await new LaneRun(queue, scope, receiveUntil, report, deps).run();
    } finally {
      queue.close();
    }
  } catch (error) {
    report.stoppedBy ??= describeError(error);
  }
  return report;
}
