import type { Message } from '@aws-sdk/client-sqs';
import { captureId, MESSAGE_CHANNEL } from '../../contracts/capture';
import { MESSAGE_ATTRIBUTES } from '../../contracts/message';
import type { QueueKind } from '../../contracts/naming';
import { ERROR_ATTRIBUTES } from '../../contracts/processing';
import { captureIdsIn } from './named-captures';

/** A message of an error queue, in a person's terms. */
export interface ErrorMessage {
  messageId: string;
  /** The captures that it is about; several only if S3 put several into one event. Absent when nobody can tell. */
  ids?: string[];
  /** Why it is here. */
  reason: string;
  /** Attempts that the capture had when it came here; absent when SQS moved it, or nobody counted. */
  attempts?: number;
  /** Epoch ms: when it was sent to this queue, or, moved by SQS itself, to the queue before it. */
  sentAt: number;
  /** The beginning of a body that names no capture. */
  body?: string;
}

/** Characters of such a body that are kept. */
const BODY_CHARACTERS = 100;

const MOVED_BY_SQS =
  'moved by SQS itself: it was received maxReceiveCount times, and no lane came to an end with it';
const NO_REASON = 'none was noted: the message had no room for it, or no lane sent it';

/** Where a message was found. */
export interface ErrorPlace {
  region: string;
  kind: QueueKind;
}

/** Ids of the captures that a message of an error queue is about; undefined when nobody can tell. */
export function idsOf(message: Message, { region, kind }: ErrorPlace): string[] | undefined {
  if (kind === 'captures') return captureIdsIn(message.Body ?? '', region);
  // A WebSocket message stands for itself, by what its API wrote beside it: its text is its client's.
  const requestId = message.MessageAttributes?.[MESSAGE_ATTRIBUTES.requestId]?.StringValue;
  return requestId === undefined ? undefined : [captureId(region, MESSAGE_CHANNEL, requestId)];
}

/** Reads a message of an error queue. */
export function errorMessage(message: Message, place: ErrorPlace): ErrorMessage {
  const { MessageId = '', Body = '', Attributes = {} } = message;
  const { reason, attempts, id } = attributesOf(message);
  const named = idsOf(message, place);
  // A message that came back once bears the attributes of its first time: the queue it came from tells the two apart.
  const movedBySqs = Attributes.DeadLetterQueueSourceArn !== undefined;
  return {
    messageId: MessageId,
    // The event is the message's own; the attribute names but one of its captures.
    ids: named ?? (id === undefined ? undefined : [id]),
    reason: movedBySqs ? MOVED_BY_SQS : (reason ?? NO_REASON),
    ...(!movedBySqs && attempts !== undefined && { attempts }),
    sentAt: Number(Attributes.SentTimestamp),
    ...(named === undefined && { body: Body.slice(0, BODY_CHARACTERS) }),
  };
}

/** What the lane that moved a message noted on it. */
export function attributesOf({ MessageAttributes = {} }: Message) {
  const text = (name: string) => MessageAttributes[name]?.StringValue;
  const attempts = text(ERROR_ATTRIBUTES.attempts);
  return {
    reason: text(ERROR_ATTRIBUTES.reason),
    id: text(ERROR_ATTRIBUTES.id),
    attempts: attempts === undefined ? undefined : Number(attempts),
  };
}
