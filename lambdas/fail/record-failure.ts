import { backoffSeconds } from '../../contracts/backoff';
import { workflowTypeOf } from '../../contracts/capture';
import type { FailRequest, FailResult } from '../../contracts/processing';
import type { CaptureRecord, RecordedError } from '../../contracts/record';
import { type ReleaseDependencies, releaseClaim } from '../shared/claim/release-claim';
import { updateClaimed } from '../shared/claim/update-claimed';
import { readRecord } from '../shared/read-record';
import { classifyError } from './classify-error';

/** What recording a failure works with. */
export type FailDependencies = ReleaseDependencies;

/**
 * Records how an attempt failed, fenced by its claim: FAILED when the processor is to blame, released (its
 * lease ended, so that the next claim goes on with it) when the trouble is ours. Running twice changes nothing and answers the same.
 */
export async function recordFailure(request: FailRequest, deps: FailDependencies): Promise<FailResult> {
  const { counts, error } = classifyError(request);
  const written = counts ? await writeFailed(request, error, deps) : await releaseClaim(request, deps);
  if (written) return counts ? failed(request, request.attempt, error) : { outcome: 'INFRASTRUCTURE', error };
  const record = await readRecord(deps.table, request.capture.id);
  return explainLoss(record, request, error);
}

/** Told when the next attempt is due, should there be one; what is exhausted is due for the error queue at once. */
function writeFailed(request: FailRequest, error: RecordedError, deps: FailDependencies): Promise<boolean> {
  const { capture, attempt } = request;
  const now = deps.clock.now();
  const wait = attempt < capture.maxAttempts ? backoffSeconds(deps.retry, attempt) * 1000 : 0;
  return updateClaimed(request, deps.table, {
    status: { S: 'FAILED' },
    attention: { S: 'FAILED' },
    error: { M: { name: { S: error.name }, message: { S: error.message } } },
    completedAt: { N: String(now) },
    ...(workflowTypeOf(capture.channel) === 'STANDARD' && { dueAt: { N: String(now + wait) } }),
  });
}

/** The write was refused: it was done before (a repeated Fail), or the record is no longer this claim's. */
function explainLoss(
  record: CaptureRecord | undefined,
  request: FailRequest,
  error: RecordedError,
): FailResult {
  if (record?.claim !== request.claim || record.final || record.status !== 'FAILED')
    return { outcome: 'LOST' };
  return failed(request, record.attempts, record.error ?? error);
}

function failed({ capture }: FailRequest, attempts: number, error: RecordedError): FailResult {
  return { outcome: attempts < capture.maxAttempts ? 'RETRY' : 'EXHAUSTED', attempts, error };
}
