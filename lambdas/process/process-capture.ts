import { METADATA } from '../../contracts/capture';
import type { ProcessRequest, ProcessResult } from '../../contracts/processing';
import { describeError, InfrastructureError } from '../shared/infrastructure-error';
import { recordedError } from '../shared/recorded-error';
import { beforeEnd } from './before-end';
import { type Conclusion, type ProcessorDependencies, ProcessorError, callProcessor } from './call-processor';
import { holdIdempotencyKey, type IdempotencyDependencies } from './hold-idempotency-key';
import { openPayload, type Payload } from './open-payload';
import {
  type GatewayMetadata,
  MetadataMismatchError,
  PayloadChangedError,
  readMetadata,
} from './read-metadata';
import type { RegionalS3 } from '../shared/regional-s3';

export interface ProcessDependencies extends IdempotencyDependencies, ProcessorDependencies {
  s3: RegionalS3;
}

/**
 * One attempt at one capture: payload, metadata, idempotency, user code. Writes nothing to the record; the workflow
 * does, fenced by the claim.
 *
 * What of ours has not come when the function is about to end is trouble of ours, too.
 *
 * @throws ProcessorError when the user's code threw; InfrastructureError for everything else, for Fail takes what it does
 * not know by name for an end that user code made
 */
export async function processCapture(
  request: ProcessRequest,
  deps: ProcessDependencies,
): Promise<ProcessResult> {
  try {
    return await attemptCapture(request, deps);
  } catch (thrown) {
    if (thrown instanceof ProcessorError || thrown instanceof InfrastructureError) throw thrown;
    throw new InfrastructureError(describeError(thrown), { cause: thrown });
  }
}

async function attemptCapture(request: ProcessRequest, deps: ProcessDependencies): Promise<ProcessResult> {
  const payload = await openPayload(request.capture, deps.s3, deps.ending);
  if (!payload) return conclude(deps, 0, failed('PayloadExpired', 'the captured object is gone'));
  try {
    return await processPayload(request, payload, deps);
  } catch (thrown) {
    if (!(thrown instanceof MetadataMismatchError) && !(thrown instanceof PayloadChangedError)) throw thrown;
    return conclude(deps, 0, rejected(thrown.name, thrown.message));
  } finally {
    // Whatever became of it: an unread body would keep its connection.
    payload.body.destroy();
  }
}

async function processPayload(
  request: ProcessRequest,
  payload: Payload,
  deps: ProcessDependencies,
): Promise<ProcessResult> {
  const metadata = readMetadata(request.capture, payload);
  const byKey = payload.metadata[METADATA.idempotencyByKey] === 'true';
  const repeated = metadata.idempotencyKey
    ? await beforeEnd(repeats(request, metadata.idempotencyKey, byKey, deps), deps.ending)
    : undefined;
  return conclude(deps, metadata.receivedAt, repeated ?? (await run(request, payload, metadata, deps)));
}

async function repeats(
  request: ProcessRequest,
  key: string,
  byKey: boolean,
  deps: ProcessDependencies,
): Promise<Conclusion | undefined> {
  const hold = await holdIdempotencyKey(request, key, deps);
  if (hold.outcome === 'HELD') return undefined;
  if (hold.outcome === 'DUPLICATE' || byKey) return { status: 'DUPLICATE', duplicateOf: hold.holder };
  return rejected('IdempotencyMismatch', `${hold.holder} has the same Idempotency-Key and another payload`);
}

function run(
  { capture, attempt }: ProcessRequest,
  payload: Payload,
  metadata: GatewayMetadata,
  deps: ProcessDependencies,
): Promise<Conclusion> {
  const { id, channel, principal, region } = capture;
  const { contentType, size } = payload;
  return callProcessor(
    { id, attempt, channel, principal, region, contentType, size, ...metadata },
    payload.body,
    deps,
  );
}

function conclude({ clock }: ProcessDependencies, receivedAt: number, conclusion: Conclusion): ProcessResult {
  return { ...conclusion, completedAt: String(clock.now()), receivedAt: String(receivedAt) };
}

function failed(name: string, message: string): Conclusion {
  return { status: 'FAILED', error: recordedError(name, message) };
}

function rejected(name: string, message: string): Conclusion {
  return { status: 'REJECTED', error: recordedError(name, message) };
}
