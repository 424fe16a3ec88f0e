/** The identity of a capture: where its object lies, what its id is, and the metadata that the gateway writes. */
import type { WorkflowType } from './naming';

/** Channels by which a capture can arrive, and the type of the workflow that processes what arrives there. */
export const CHANNEL_WORKFLOWS = {
  publish: 'EXPRESS',
  jobs: 'STANDARD',
  uploads: 'STANDARD',
  webhooks: 'EXPRESS',
  websocket: 'EXPRESS',
} as const satisfies Record<string, WorkflowType>;
export type Channel = keyof typeof CHANNEL_WORKFLOWS;

/** The names of all channels. */
export const CHANNELS = Object.keys(CHANNEL_WORKFLOWS) as Channel[];

/** Channels that STANDARD workflows process; all others, unknown ones too, are for EXPRESS. */
export const STANDARD_CHANNELS = CHANNELS.filter((channel) => CHANNEL_WORKFLOWS[channel] === 'STANDARD');

/** The type of the workflow that processes captures of a channel. */
export function workflowTypeOf(channel: string): WorkflowType {
  return STANDARD_CHANNELS.some((standard) => standard === channel) ? 'STANDARD' : 'EXPRESS';
}

/** The channel whose captures come as messages of a FIFO queue, and are stored by the lane that takes them. */
export const MESSAGE_CHANNEL = 'websocket' satisfies Channel;

/**
 * Longest region name, characters. AWS's longest has 15 (`us-isof-south-1`); with 20 and the longest deployment name a
 * bucket name has the 63 characters that S3 allows, and the longest role name (`jwt-authorizer-invoke`) 63 of IAM's 64.
 */
export const MAX_REGION_CHARACTERS = 20;

/** What a region's name looks like (AWS Regions and Zones: `eu-west-1`, `us-gov-east-1`). */
export const REGION_PATTERN = /^[a-z]{2,4}(-[a-z]+)+-\d$/;

/** Prefix of every captured object; S3 notifies the capture queue for this prefix only. */
export const CAPTURE_PREFIX = 'captures/';

/** Prefix of the objects that WebSocket messages are kept in; S3 notifies nobody of these. */
export const MESSAGE_PREFIX = 'messages/';

/** Principal of a capture when authentication is off. */
export const ANONYMOUS = 'anonymous';

/** Longest principal, characters. */
export const MAX_PRINCIPAL_CHARACTERS = 64;
/**
 * Whose a capture is, by what API Gateway calls the caller: that of a role is `AROA…:<session>`, and the sessions of a role are
 * one principal (IAM User Guide, "IAM identifiers"). No other principal has a colon.
 */
export function principalOf(caller: string): string {
  return caller.split(':', 1)[0] ?? caller;
}

/** What a principal may look like: it becomes part of an object key and of an idempotency key. */
export const PRINCIPAL_PATTERN = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_PRINCIPAL_CHARACTERS}}$`);

/** Request ids as API Gateway makes them, and longer ones: they become part of object keys. */
export const REQUEST_ID_PATTERN = /^[A-Za-z0-9_-]{1,64}={0,2}$/;

/** Start of principals that are made from longer names by hashing. */
export const HASHED_PRINCIPAL_PREFIX = 'h_';

/** Whether a token may stand for this principal: it is well-formed and not reserved. */
export function isAssignablePrincipal(principal: string): boolean {
  const reserved = principal === ANONYMOUS || principal.startsWith(HASHED_PRINCIPAL_PREFIX);
  return PRINCIPAL_PATTERN.test(principal) && !reserved;
}

/**
 * User metadata (`x-amz-meta-<name>`) that the gateway writes from its own context, never from the body.
 * Central processing trusts this and the key.
 */
export const METADATA = {
  channel: 'channel',
  principal: 'principal',
  sourceIp: 'source-ip',
  /** Epoch milliseconds. */
  receivedAt: 'received-at',
  /** The client's `Idempotency-Key`, absent when it sent none. */
  idempotencyKey: 'idempotency-key',
  /** `true` where the key alone says what repeats another capture, whatever the payload is. */
  idempotencyByKey: 'idempotency-by-key',
  /** Of a WebSocket message: where to answer. */
  connectionId: 'connection-id',
  apiId: 'api-id',
  stage: 'stage',
} as const;

/** A captured object, and whose it is. */
export interface CaptureReference {
  id: string;
  channel: string;
  principal: string;
  region: string;
  bucket: string;
  key: string;
  /** Bytes. */
  size: number;
  eTag: string;
}

/** Raised for an object key or capture id that does not have the documented form. */
export class MalformedCaptureError extends Error {
  override readonly name = 'MalformedCaptureError';
}

export interface CaptureKey {
  channel: string;
  /** Whose capture it is. */
  principal: string;
  requestId: string;
}

/** What the keys of a channel begin with. */
export function channelPrefix(channel: string): string {
  return channel === MESSAGE_CHANNEL ? MESSAGE_PREFIX : `${CAPTURE_PREFIX}${channel}/`;
}

/**
 * `captures/<channel>/<principal>/<requestId>`; of a WebSocket message `messages/<principal>/<requestId>`. A role's principal stands
 * there with the session that called.
 */
export function captureKey({ channel, principal, requestId }: CaptureKey): string {
  return `${channelPrefix(channel)}${principal}/${requestId}`;
}

/** The parts of an object key, which has one form for each channel, without the session of a role. @throws MalformedCaptureError when the key is not a capture's. */
export function parseCaptureKey(key: string): CaptureKey {
  const parts = key.startsWith(MESSAGE_PREFIX) ? [MESSAGE_CHANNEL, ...partsOf(key)] : partsOf(key);
  const [channel, caller = '', requestId] = parts;
  const principal = principalOf(caller);
  if (channel && principal && requestId && key === captureKey({ channel, principal: caller, requestId })) {
    return { channel, principal, requestId };
  }
  throw new MalformedCaptureError(
    `key: received ${JSON.stringify(key)}, allowed is ${CAPTURE_PREFIX}<channel>/<principal>/<requestId> or ${MESSAGE_PREFIX}<principal>/<requestId>`,
  );
}

/** What follows the prefix. */
const partsOf = (key: string) => key.split('/').slice(1);

/** `<region>.<channel>.<requestId>`: unique across regions and valid in a Step Functions execution name. */
export function captureId(region: string, channel: string, requestId: string): string {
  return `${region}.${channel}.${requestId}`;
}

/** The parts of a capture id. @throws MalformedCaptureError when the id does not have that form. */
export function parseCaptureId(id: string): { region: string; channel: string; requestId: string } {
  const [region, channel, requestId, ...rest] = id.split('.');
  if (!region || !channel || !requestId || rest.length > 0) {
    throw new MalformedCaptureError(
      `id: received ${JSON.stringify(id)}, allowed is <region>.<channel>.<requestId>`,
    );
  }
  return { region, channel, requestId };
}
