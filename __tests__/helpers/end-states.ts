import { createHash } from 'node:crypto';
import type { EndState, StoredItem, StoredObject } from '../../audit/end-state';
import type { Knowledge } from '../../audit/knowledge';
import type { AuditTarget } from '../../audit/target';
import { parseCaptureKey } from '../../contracts/capture';

/** Two ingest regions, three attempts each. */
export const TARGET: AuditTarget = {
  name: 'test',
  accountId: '000000000000',
  centralRegion: 'eu-west-1',
  ingest: [
    { region: 'eu-west-2', maxAttempts: 3 },
    { region: 'us-east-1', maxAttempts: 3 },
  ],
};

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

/** An object that the gateway stored for the principal `acme`. */
export function anObject(
  region: string,
  requestId: string,
  payload: string,
  idempotencyKey?: string,
): StoredObject {
  return {
    region,
    bucket: `test-captures-000000000000-${region}`,
    key: `captures/publish/acme/${requestId}`,
    size: payload.length,
    eTag: digest('md5', payload),
    sha256: digest('sha256', payload),
    metadata: { ...(idempotencyKey && { 'idempotency-key': idempotencyKey }) },
  };
}

/** The record of an object, COMPLETED unless said otherwise. */
export function recordOf(
  { region, bucket, key, size, eTag }: StoredObject,
  outcome: Record<string, unknown> = { status: 'COMPLETED', result: '{}' },
): StoredItem {
  const { channel, principal, requestId } = parseCaptureKey(key);
  return {
    id: `${region}.${channel}.${requestId}`,
    ...{ channel, principal, region, bucket, key, size, eTag },
    ...{ attempts: 1, final: true, conclusions: 1, claim: 'execution-1' },
    ...{ claimedAt: 1_700_000_000_000, expiresAt: 1_707_776_000 },
    ...outcome,
  };
}

/** S3's notification of an object. */
export const notification = ({ bucket, key, size, eTag }: StoredObject) =>
  JSON.stringify({
    Records: [{ s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key), size, eTag } } }],
  });

/** The objects of {@link soundEndState} by what became of them. */
export const OBJECTS = {
  completed: anObject('eu-west-2', 'completed', 'first', 'order 1'),
  duplicate: anObject('us-east-1', 'duplicate', 'first', 'order 1'),
  rejected: anObject('eu-west-2', 'rejected', 'other', 'order 1'),
  exhausted: anObject('us-east-1', 'exhausted+1', 'poison'),
  expired: anObject('us-east-1', 'expired', 'gone'),
  stuck: { ...anObject('eu-west-2', 'stuck', 'poison'), key: 'messages/acme/stuck' },
};

/** An end state that holds every kind of end, made anew for whoever wants to spoil it. */
export function soundEndState(): EndState {
  const { completed, duplicate, rejected, exhausted, expired, stuck } = OBJECTS;
  const error = { name: 'Error', message: 'no' };
  const failed = { status: 'FAILED', attention: 'FAILED', error };
  const refused = { status: 'REJECTED', attention: 'REJECTED' };
  const empty = { visible: 0, delayed: 0, inFlight: 0 };
  return structuredClone({
    objects: [completed, duplicate, rejected, exhausted, stuck],
    items: [
      recordOf(completed),
      recordOf(duplicate, { status: 'DUPLICATE', duplicateOf: 'eu-west-2.publish.completed' }),
      recordOf(rejected, { ...refused, error: { name: 'IdempotencyMismatch', message: 'no' } }),
      recordOf(exhausted, { ...failed, attempts: 3, final: undefined, conclusions: undefined }),
      recordOf(stuck, { ...failed, attempts: 3, final: undefined, conclusions: undefined }),
      recordOf(expired, { ...failed, error: { name: 'PayloadExpired', message: 'gone' } }),
      {
        id: `idempotency#publish#acme#${digest('sha256', 'order 1')}`,
        captureId: 'eu-west-2.publish.completed',
        ...{ eTag: completed.eTag, size: completed.size, claim: 'execution-1', expiresAt: 1_707_776_000 },
      },
      { id: 'control#drain', pausedRegions: ['eu-west-2'] },
    ],
    queues: TARGET.ingest.flatMap(({ region }) => [
      { region, kind: 'captures' as const, queue: 'capture' as const, ...empty },
      {
        ...{ region, kind: 'captures' as const, queue: 'error' as const, ...empty },
        visible: region === exhausted.region ? 1 : 0,
      },
      { region, kind: 'messages' as const, queue: 'capture' as const, ...empty },
      {
        ...{ region, kind: 'messages' as const, queue: 'error' as const, ...empty },
        visible: region === stuck.region ? 1 : 0,
      },
    ]),
    errorMessages: [
      {
        ...{ region: stuck.region, kind: 'messages' as const, messageId: 'm-0' },
        ...{ body: 'poison', requestId: 'stuck' },
      },
      {
        region: exhausted.region,
        kind: 'captures' as const,
        messageId: 'm-1',
        body: notification(exhausted),
      },
    ],
  });
}

/** What the sender of {@link soundEndState} knows. */
export function knowledge(): Knowledge {
  const { expired: _, ...kept } = OBJECTS;
  return {
    accepted: Object.values(kept).map((object) => ({
      id: recordOf(object).id,
      size: object.size,
      sha256: object.sha256,
    })),
    poison: ['us-east-1.publish.exhausted+1', 'eu-west-2.websocket.stuck'],
  };
}
