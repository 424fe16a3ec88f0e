import { workflowTypeOf } from '../../contracts/capture';
import type { ClaimRequest, ClaimResult } from '../../contracts/processing';
import { claimCapture } from '../shared/claim/claim-capture';
import type { ClaimDependencies } from '../shared/claim/take-claim';
import { updateClaimed } from '../shared/claim/update-claimed';

/**
 * Claims a capture for the execution that asks, as its first step. An execution of the STANDARD workflow was claimed for before it
 * was started, perhaps long before: whoever claimed may have died, and a later delivery have started it. Its lease begins now,
 * so that it is over after the execution is, and the sweep starts no other beside it.
 *
 * @throws InfrastructureError when the record keeps changing
 */
export async function beginExecution(request: ClaimRequest, deps: ClaimDependencies): Promise<ClaimResult> {
  const result = await claimCapture(request, deps);
  const startedLater =
    result.outcome === 'CLAIMED' &&
    result.again === true &&
    workflowTypeOf(request.capture.channel) === 'STANDARD';
  if (!startedLater || (await renewLease(request, deps))) return result;
  // Somebody has taken the claim over since it was looked at.
  return claimCapture(request, deps);
}

/** @returns false when the claim is no longer this execution's */
function renewLease(
  request: ClaimRequest,
  { table, clock, leaseSeconds }: ClaimDependencies,
): Promise<boolean> {
  const end = { N: String(clock.now() + leaseSeconds.STANDARD * 1000) };
  return updateClaimed(request, table, { leaseExpiresAt: end, dueAt: end });
}
