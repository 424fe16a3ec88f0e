import { DRAIN_CONTROL_ID, type DrainControl } from '../../contracts/drain-control';
import { type BatchGetDependencies, batchGet } from './batch-get';

/** Whether an operator has paused the region: its messages wait in its queue, and would only be multiplied. */
export async function isPaused(region: string, deps: BatchGetDependencies): Promise<boolean> {
  const items = await batchGet<Pick<DrainControl, 'pausedRegions'>>(
    [DRAIN_CONTROL_ID],
    ['pausedRegions'],
    deps,
  );
  return items.get(DRAIN_CONTROL_ID)?.pausedRegions?.has(region) ?? false;
}
