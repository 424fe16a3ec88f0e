/** The contract between a region's WebSocket API and the centre: what a queued message carries, and what its client is answered. */
import { MAX_PRINCIPAL_CHARACTERS } from './capture';
import type { RecordedError, RecordStatus } from './record';

/**
 * Message attributes that the API writes from its own context, never from what the client sent. The body is the client's
 * text as it came; the group is {@link messageGroup}; the deduplication id is the request id.
 */
export const MESSAGE_ATTRIBUTES = {
  /** Where to answer: id of the connection, and the API and stage that it belongs to. */
  connectionId: 'connectionId',
  apiId: 'apiId',
  stage: 'stage',
  /** Id of the request: of the message, too. The deduplication id does not last, for SQS replaces it on the way to the error queue. */
  requestId: 'requestId',
  principal: 'principal',
  sourceIp: 'sourceIp',
  /** Epoch milliseconds. */
  receivedAt: 'receivedAt',
} as const;

/** `<principal>.<MessageGroupId of the client, or else its connection id>`: no principal reaches into another's groups. */
export function messageGroup(principal: string, group: string): string {
  return `${principal}.${group}`;
}

/**
 * A message's own `id` that may stand for it: printable ASCII without spaces, as user metadata of S3 carries it unchanged. It is the
 * message's idempotency key.
 */
export const MESSAGE_ID_PATTERN = /^[!-~]{1,256}$/;

/** Longest group id of SQS, characters (Amazon SQS API Reference, SendMessage, `MessageGroupId`). */
export const MAX_GROUP_CHARACTERS = 128;

/** Longest group that a client may name, characters: with the longest principal and the dot before it, it is SQS's longest. */
export const MAX_CLIENT_GROUP_CHARACTERS = MAX_GROUP_CHARACTERS - MAX_PRINCIPAL_CHARACTERS - 1;

/** What a client gets on its connection when its message has ended, as JSON text. */
export interface MessageAnswer {
  connectionId: string;
  /** As in the acknowledgement. */
  requestId: string;
  /** The client's text as it came. */
  message?: string;
  status: Exclude<RecordStatus, 'PROCESSING'>;
  /** What the processor returned; of a DUPLICATE, for the message that came first. */
  result?: unknown;
  /** Why it was REJECTED or has FAILED for good; of a DUPLICATE, the message that came first. */
  error?: RecordedError;
  /** Id of the message that this one repeats. */
  duplicateOf?: string;
  /** Members that are left out, for one message cannot carry all. */
  omitted?: ('message' | 'result')[];
}

/**
 * Further deliveries that a message which has ended may have for the sake of an answer that could not be given. Its group waits
 * meanwhile, 2, 4, 8, 16 and 32 s: long enough for trouble that passes, short enough that a Notify which never works cannot keep a
 * group from being processed.
 */
export const MAX_ANSWER_TRIES = 5;

/** Largest message that a connection carries, bytes (Amazon API Gateway Developer Guide, "Quotas for WebSocket APIs"). */
export const MAX_WEBSOCKET_BYTES = 128 * 1024;
