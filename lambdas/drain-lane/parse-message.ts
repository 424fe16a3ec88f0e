import { MESSAGE_CHANNEL, METADATA, PRINCIPAL_PATTERN, REQUEST_ID_PATTERN } from '../../contracts/capture';
import { MESSAGE_ATTRIBUTES, MESSAGE_ID_PATTERN } from '../../contracts/message';
import type { QueuedMessage } from './lane-queue';
import { UnparseableMessageError } from './unparseable-message';

/** A WebSocket message as it is to be stored. */
export interface ParsedMessage {
  principal: string;
  requestId: string;
  /** User metadata of its object, as the gateway writes it for captures. */
  metadata: Record<string, string>;
}

type Attribute = keyof typeof MESSAGE_ATTRIBUTES;

/** What API Gateway's own values look like: they become parts of an object key, of metadata and of the host to answer to. */
const PATTERNS: Record<Attribute, RegExp> = {
  connectionId: /^[A-Za-z0-9+/_=-]{1,128}$/,
  apiId: /^[a-z0-9]{1,32}$/,
  stage: /^[A-Za-z0-9_$-]{1,128}$/,
  requestId: REQUEST_ID_PATTERN,
  principal: PRINCIPAL_PATTERN,
  sourceIp: /^[0-9A-Fa-f:.]{2,45}$/,
  receivedAt: /^\d{1,15}$/,
};

/**
 * What the API wrote beside a message, and the id that the client gave it.
 * @throws UnparseableMessageError for a message that came another way
 */
export function parseMessage({
  attributes,
  body,
}: Pick<QueuedMessage, 'attributes' | 'body'>): ParsedMessage {
  const checked = (name: Attribute): string => {
    const value = attributes[MESSAGE_ATTRIBUTES[name]] ?? '';
    if (PATTERNS[name].test(value)) return value;
    throw new UnparseableMessageError(
      `attribute ${MESSAGE_ATTRIBUTES[name]}: received ${JSON.stringify(value)}, allowed is ${PATTERNS[name]}`,
    );
  };
  const principal = checked('principal');
  const id = idIn(body);
  return {
    principal,
    requestId: checked('requestId'),
    metadata: {
      [METADATA.channel]: MESSAGE_CHANNEL,
      [METADATA.principal]: principal,
      [METADATA.sourceIp]: checked('sourceIp'),
      [METADATA.receivedAt]: checked('receivedAt'),
      [METADATA.connectionId]: checked('connectionId'),
      [METADATA.apiId]: checked('apiId'),
      [METADATA.stage]: checked('stage'),
      ...(id !== undefined && { [METADATA.idempotencyKey]: id }),
    },
  };
}

/** The message's own `id`, when it is a legal one. */
function idIn(body: string): string | undefined {
  try {
    const message: unknown = JSON.parse(body);
    const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined;
    return typeof id === 'string' && MESSAGE_ID_PATTERN.test(id) ? id : undefined;
  } catch {
    // The API lets only JSON pass; what came another way has no id.
    return undefined;
  }
}
