import type { QueueKind } from '../contracts/naming';
import { readItems } from './read-items';
import { readObjects } from './read-objects';
import { readErrorMessages, readQueueCounts } from './read-queues';
import type { AuditTarget } from './target';

/** An object in a region's capture bucket, its bytes read. */
export interface StoredObject {
  region: string;
  bucket: string;
  key: string;
  /** Bytes that were read. */
  size: number;
  /** Without its quotes. */
  eTag: string;
  /** Of the bytes that were read, hex. */
  sha256: string;
  contentType?: string;
  /** User metadata, names in lower case. */
  metadata: Record<string, string>;
}

/** An item of the records table as it lies there, whatever it is: what a member should be is for the invariants to say. */
export type StoredItem = { id: string } & Record<string, unknown>;

/** Messages of a queue. */
export interface QueueCounts {
  region: string;
  kind: QueueKind;
  /** `capture`: the queue that is drained, whatever it holds. */
  queue: 'capture' | 'error';
  visible: number;
  delayed: number;
  inFlight: number;
}

/** A message of one of a region's error queues. */
export interface ErrorMessage {
  region: string;
  kind: QueueKind;
  messageId: string;
  body: string;
  /** Of a WebSocket message: the request id that its API wrote beside it. */
  requestId?: string;
}

/** All that a deployment has to show for its captures. */
export interface EndState {
  objects: StoredObject[];
  items: StoredItem[];
  queues: QueueCounts[];
  errorMessages: ErrorMessage[];
}

/** How to read. */
export interface ReadOptions {
  /** Objects and items asked for at once, 1–1,000. @default 1000 */
  pageSize?: number;
}

/**
 * Reads the end state and changes nothing, except that messages of the error queues count one more receive and are
 * invisible meanwhile. It is one state only while nothing happens: queues are read first, so what moves on shows as missing.
 */
export async function readEndState(
  target: AuditTarget,
  { pageSize = 1000 }: ReadOptions = {},
): Promise<EndState> {
  const queues = await readQueueCounts(target);
  const errorMessages = await readErrorMessages(target, queues);
  const objects = await readObjects(target, pageSize);
  const items = await readItems(target, pageSize);
  return { objects, items, queues, errorMessages };
}
