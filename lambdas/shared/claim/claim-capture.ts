import type { ClaimRequest, ClaimResult } from '../../../contracts/processing';
import type { CaptureRecord } from '../../../contracts/record';
import { InfrastructureError } from '../infrastructure-error';
import { readRecord } from '../read-record';
import { recordedError } from '../recorded-error';
import { countAnswerTry } from './count-answer-try';
import { type ClaimDependencies, continueAttempt, startAttempt } from './take-claim';

/** Between a lost condition and the read that explains it, another execution may move the record: look again. */
const MAX_ROUNDS = 5;

/**
 * Claims a capture for one execution, or says why not.
 *
 * @throws InfrastructureError when the record keeps changing
 */
export async function claimCapture(request: ClaimRequest, deps: ClaimDependencies): Promise<ClaimResult> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const attempt = await startAttempt(request, deps);
    if (attempt !== undefined) return { outcome: 'CLAIMED', attempt };
    const record = await readRecord(deps.table, request.capture.id);
    const result = record && (await settleLoss(record, request, deps));
    if (result) return result;
  }
  throw new InfrastructureError(
    `${request.capture.id} changed ${MAX_ROUNDS} times while it was being claimed`,
  );
}

/** Goes on with an attempt that was interrupted, or says why there is nothing to claim; undefined: look again. */
async function settleLoss(
  record: CaptureRecord,
  request: ClaimRequest,
  deps: ClaimDependencies,
): Promise<ClaimResult | undefined> {
  if (record.final) {
    return {
      outcome: 'TERMINAL',
      status: record.status,
      answerTries: await countAnswerTry(record, deps.table),
    };
  }
  if (record.status === 'FAILED') {
    if (record.attempts < request.capture.maxAttempts) return undefined;
    const error = record.error ?? recordedError('Unknown', 'no reason was recorded');
    return {
      outcome: 'EXHAUSTED',
      attempts: record.attempts,
      error,
      answerTries: await countAnswerTry(record, deps.table),
    };
  }
  if (record.leaseExpiresAt > deps.clock.now()) {
    // Own: whoever started this execution claimed for it, or the answer to its first try was lost on the way.
    return record.claim === request.claim
      ? { outcome: 'CLAIMED', attempt: record.attempts, again: true }
      : { outcome: 'IN_FLIGHT', leaseExpiresAt: record.leaseExpiresAt };
  }
  const attempt = await continueAttempt(record, request, deps);
  return attempt === undefined ? undefined : { outcome: 'CLAIMED', attempt };
}
