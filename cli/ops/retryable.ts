import { parseCaptureId } from '../../contracts/capture';
import type { NotifiedObject } from '../../contracts/notification';
import type { CaptureRecord } from '../../contracts/record';
import { CommandError, ExitCode } from '../exit-code';
import { captureBucket, findObject, headObject, recordReader } from '../find-capture';
import type { Target } from '../target';
import { endOfExecution } from './broken-off';
import { ingestRegion, type Operation } from './operation';
import { showTime } from './parse-time';

/** A capture that can be started once more. */
export interface Retryable {
  object: NotifiedObject;
  /** Attempts that it has had, 0 when it has no record. */
  attempts: number;
  /** Of a job that was broken off and is waited for in vain: its execution has ended, its lease has not. */
  brokenOff?: BrokenOff;
}

/** A job whose execution has ended and still has the claim. */
export interface BrokenOff {
  record: CaptureRecord;
  /** How the execution has ended. */
  status: string;
}

/**
 * What is needed to start a capture once more.
 *
 * @param principal who posted it; finds the object of a capture without a record at once
 * @throws CommandError when it has ended, is being processed, has attempts left, has no object any more, or is unknown
 */
export async function findRetryable(
  operation: Operation,
  id: string,
  principal?: string,
): Promise<Retryable> {
  const { target, clock } = operation;
  const { maxProcessingAttempts } = ingestRegion(target, parseCaptureId(id).region);
  const record = await recordReader(target)(id);
  if (!record) return findUnrecorded(operation, id, principal);
  refuseEnded(record);
  const brokenOff = await findBrokenOff(target, record, clock.now());
  refuseUnfinished(record);
  refuseWithAttemptsLeft(record, maxProcessingAttempts);
  const { region, bucket, key, size, eTag, attempts } = record;
  // The object's own ETag could be another by now: the record says what was captured.
  if (await headObject(target, record)) {
    return { object: { region, bucket, key, size, eTag }, attempts, ...(brokenOff && { brokenOff }) };
  }
  throw new CommandError(ExitCode.Failed, `${id}: its object s3://${bucket}/${key} is gone`);
}

function refuseEnded({ id, status, final }: CaptureRecord): void {
  if (!final) return;
  const end = status === 'FAILED' ? 'FAILED for good' : status;
  throw new CommandError(ExitCode.Failed, `${id}: it has ended ${end}, which no retry changes`);
}

/** @throws CommandError for what is being processed, as far as anybody can tell */
async function findBrokenOff(
  target: Target,
  record: CaptureRecord,
  now: number,
): Promise<BrokenOff | undefined> {
  const { id, leaseExpiresAt } = record;
  // FAILED gives the claim up, whatever is left of the lease.
  if (record.status !== 'PROCESSING' || leaseExpiresAt <= now) return undefined;
  const status = await endOfExecution(target, record);
  if (status !== undefined) return { record, status };
  throw new CommandError(ExitCode.Failed, `${id}: it is being processed until ${showTime(leaseExpiresAt)}`);
}

/** No message brings it back, nor need anybody: it is tried again, or copied to the error queue. */
function refuseUnfinished({ id, status, unfinished }: CaptureRecord): void {
  if (status !== 'FAILED' || unfinished === undefined) return;
  throw new CommandError(
    ExitCode.Failed,
    `${id}: the sweep of a coming drain tries it again, or copies it to the error queue if its attempts are used up`,
  );
}

/** Its own message brings it back: a second one would have attempts of its own. */
function refuseWithAttemptsLeft({ id, status, attempts }: CaptureRecord, maxAttempts: number): void {
  if (status !== 'FAILED' || attempts >= maxAttempts) return;
  throw new CommandError(
    ExitCode.Failed,
    `${id}: it has attempts left and is tried again by itself; \`reconcile\` finds it if its message was lost`,
  );
}

async function findUnrecorded({ target }: Operation, id: string, principal?: string): Promise<Retryable> {
  const found = await findObject(target, id, principal);
  if (!found) throw new CommandError(ExitCode.NotFound, `${id}: there is neither a record nor an object`);
  const { region, key } = found;
  const bucket = await captureBucket(target, region);
  const stored = await headObject(target, { region, bucket, key });
  if (!stored) throw new CommandError(ExitCode.Failed, `${id}: its object s3://${bucket}/${key} is gone`);
  return { object: { region, bucket, key, ...stored }, attempts: 0 };
}
