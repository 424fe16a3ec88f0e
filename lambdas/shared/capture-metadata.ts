import { METADATA } from '../../contracts/capture';

/** What the metadata of an object is made from. */
export interface CaptureFacts {
  channel: string;
  /** As API Gateway calls the caller. */
  principal: string;
  sourceIp: string;
  /** Epoch ms. */
  receivedAt: number;
  idempotencyKey?: string;
  /** Whether the key alone says what is repeated. */
  idempotencyByKey?: boolean;
}

/** User metadata of a capture that a function puts, the same that the gateway writes. */
export function captureMetadata(facts: CaptureFacts): Record<string, string> {
  const { channel, principal, sourceIp, receivedAt, idempotencyKey, idempotencyByKey } = facts;
  return {
    [METADATA.channel]: channel,
    [METADATA.principal]: principal,
    [METADATA.sourceIp]: sourceIp,
    [METADATA.receivedAt]: String(receivedAt),
    ...(idempotencyKey !== undefined && { [METADATA.idempotencyKey]: idempotencyKey }),
    ...(idempotencyKey !== undefined && idempotencyByKey && { [METADATA.idempotencyByKey]: 'true' }),
  };
}
