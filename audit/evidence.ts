import { captureId, MESSAGE_CHANNEL, parseCaptureKey } from '../contracts/capture';
import type { EndState, ErrorMessage, StoredItem, StoredObject } from './end-state';
import type { Knowledge } from './knowledge';
import { notifiedCaptures } from './notified-captures';
import type { AuditTarget } from './target';

/** The end state and what is known about it, ready to be asked. */
export interface Evidence {
  state: EndState;
  target: Pick<AuditTarget, 'name' | 'accountId' | 'ingest'>;
  accepted: Knowledge['accepted'];
  poison: ReadonlySet<string>;
  rejected: ReadonlySet<string>;
  redrives: number;
  unparseable: number;
  /** Objects by the id that follows from region and key; those whose key is no capture's have none. */
  objects: ReadonlyMap<string, StoredObject[]>;
  /** Records by id: the items that are about a capture. */
  records: ReadonlyMap<string, StoredItem>;
  /** Idempotency items. */
  keyHolders: StoredItem[];
  /** Messages of the error queues and the captures that they name. */
  errorMessages: (ErrorMessage & { captures: string[] })[];
}

/** Ids of items that are no records have a hash sign; no region, channel or request id does. */
const isRecord = ({ id }: StoredItem) => !id.includes('#');
const isKeyHolder = ({ id }: StoredItem) => id.startsWith('idempotency#');

/** Puts the end state in order. */
export function evidenceOf(target: Evidence['target'], state: EndState, knowledge: Knowledge): Evidence {
  return {
    state,
    target,
    accepted: knowledge.accepted,
    poison: new Set(knowledge.poison),
    rejected: new Set(knowledge.rejected),
    redrives: knowledge.expected?.redrives ?? 0,
    unparseable: knowledge.expected?.unparseable ?? 0,
    objects: objectsById(state),
    records: new Map(state.items.filter(isRecord).map((item) => [item.id, item])),
    keyHolders: state.items.filter(isKeyHolder),
    errorMessages: state.errorMessages.map((message) => ({
      ...message,
      captures: namedCaptures(target, message),
    })),
  };
}

/** A WebSocket message stands for itself, by what its API wrote beside it; what it says is its client's. */
function namedCaptures(
  target: Evidence['target'],
  { kind, region, requestId, body }: ErrorMessage,
): string[] {
  if (kind === 'captures') return notifiedCaptures(target, body);
  return requestId === undefined ? [] : [captureId(region, MESSAGE_CHANNEL, requestId)];
}

function objectsById({ objects }: EndState): Map<string, StoredObject[]> {
  const byId = new Map<string, StoredObject[]>();
  for (const object of objects) {
    const id = idOf(object);
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), object]);
  }
  return byId;
}

/** The id of the capture whose object this is; undefined when its key is no capture's. */
export function idOf({ region, key }: Pick<StoredObject, 'region' | 'key'>): string | undefined {
  try {
    const { channel, requestId } = parseCaptureKey(key);
    return captureId(region, channel, requestId);
  } catch {
    return undefined;
  }
}

/** Whether nothing more can happen to a capture. */
export const isTerminal = (record: StoredItem) => record.final === true;

/** Whether a capture has FAILED and waits in an error queue for a person. */
export const isExhausted = (record: StoredItem) =>
  record.status === 'FAILED' && !isTerminal(record) && Number(record.attempts) > 0;

/** Name of the error that a record tells; undefined when it tells none. */
export function errorNameOf({ error }: StoredItem): unknown {
  return typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
}

/** What makes payloads equal; undefined when the object is gone. */
export const payloadOf = (found: StoredObject[] | undefined) =>
  found?.[0] && `${found[0].size} ${found[0].sha256}`;

/** Name of the metadata that the gateway writes for the client's `Idempotency-Key`. */
const KEY_METADATA = 'idempotency-key';

/** What the captures of one Idempotency-Key have in common; undefined without a key or without the object that bears it. */
export function keyGroupOf(
  { id, channel, principal }: StoredItem,
  { objects }: Pick<Evidence, 'objects'>,
): string | undefined {
  const key = objects.get(id)?.[0]?.metadata[KEY_METADATA];
  return key ? JSON.stringify([channel, principal, key]) : undefined;
}
