import { captureId, METADATA, parseCaptureKey, principalOf } from '../../contracts/capture';
import type { ProcessingInput } from '../../contracts/processing';
import type { Payload } from './open-payload';

/** What the gateway wrote beside the payload. */
export interface GatewayMetadata {
  /** Epoch ms. */
  receivedAt: number;
  idempotencyKey?: string;
}

/** Raised when an object does not bear what the gateway writes for its key: it came another way, or was changed. */
export class MetadataMismatchError extends Error {
  override readonly name = 'MetadataMismatch';
}

/** Raised when the object at the key is no longer the one that was captured. */
export class PayloadChangedError extends Error {
  override readonly name = 'PayloadChanged';
}

/**
 * Holds the object against its key and its capture.
 * @throws MetadataMismatchError, PayloadChangedError
 */
export function readMetadata(capture: ProcessingInput, payload: Payload): GatewayMetadata {
  const { channel, principal, requestId } = parseCaptureKey(capture.key);
  expectSame('id', capture.id, captureId(capture.region, channel, requestId));
  expectSame('channel', capture.channel, channel);
  expectSame('principal', capture.principal, principal);
  expectSame(`metadata ${METADATA.channel}`, payload.metadata[METADATA.channel], channel);
  const written = payload.metadata[METADATA.principal];
  expectSame(`metadata ${METADATA.principal}`, written && principalOf(written), principal);
  const receivedAt = payload.metadata[METADATA.receivedAt] ?? '';
  if (!/^\d{1,15}$/.test(receivedAt)) {
    throw new MetadataMismatchError(
      `metadata ${METADATA.receivedAt}: received ${JSON.stringify(receivedAt)}, allowed is a time in epoch milliseconds`,
    );
  }
  if (payload.eTag !== capture.eTag) {
    throw new PayloadChangedError(`captured was ${capture.eTag}, the object is ${payload.eTag}`);
  }
  return { receivedAt: Number(receivedAt), idempotencyKey: payload.metadata[METADATA.idempotencyKey] };
}

function expectSame(what: string, received: string | undefined, byKey: string): void {
  if (received === byKey) return;
  throw new MetadataMismatchError(
    `${what}: received ${JSON.stringify(received)}, by the key it is ${JSON.stringify(byKey)}`,
  );
}
