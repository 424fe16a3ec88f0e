import { workflowTypeOf } from '../../../contracts/capture';
import type { ClaimRequest } from '../../../contracts/processing';
import type { RetrySettings } from '../../../contracts/environment';
import { backoffSeconds } from '../../../contracts/backoff';
import type { Clock } from '../clock';
import { type RecordsTable, readRecord } from '../read-record';
import { updateClaimed } from './update-claimed';

/** What giving a claim back works with. */
export interface ReleaseDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
  retry: RetrySettings;
}

/**
 * Ends the lease of an execution's own claim, so that another goes on with the attempt: the next delivery or, in a STANDARD
 * workflow, the sweep after a wait that grows with the interruptions.
 * @returns false when the record is no longer this claim's
 */
export async function releaseClaim(request: ClaimRequest, deps: ReleaseDependencies): Promise<boolean> {
  const dueAt = await dueAfterInterruption(request, deps);
  return updateClaimed(request, deps.table, {
    leaseExpiresAt: { N: '0' },
    ...(dueAt !== undefined && { dueAt: { N: String(dueAt) } }),
  });
}

/** Epoch ms; undefined in an EXPRESS workflow, whose message is hidden by its lane. */
async function dueAfterInterruption(
  { capture }: ClaimRequest,
  { table, clock, retry }: ReleaseDependencies,
): Promise<number | undefined> {
  if (workflowTypeOf(capture.channel) === 'EXPRESS') return undefined;
  const record = await readRecord(table, capture.id);
  // Claims that raised no attempt went on with an interrupted one.
  const interruptions = (record?.runs ?? 1) - (record?.attempts ?? 1) + 1;
  return clock.now() + backoffSeconds(retry, interruptions) * 1000;
}
