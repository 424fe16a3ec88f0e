import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { MESSAGE_ATTRIBUTES } from '../../contracts/message';

let messages = 0;

/** What the WebSocket API writes beside a message that no other test has. */
export function messageAttributes(overrides: Partial<Record<keyof typeof MESSAGE_ATTRIBUTES, string>> = {}) {
  messages += 1;
  return {
    connectionId: 'L0SM9cOFvHcCIhw=',
    apiId: 'a1b2c3d4e5',
    stage: 'beta',
    requestId: `message-${messages}=`,
    principal: 'acme',
    sourceIp: '127.0.0.1',
    receivedAt: '900000',
    ...overrides,
  };
}

/** Texts as SQS carries them: strings, as the API sends them. */
export function asAttributes(texts: Record<string, string>): Record<string, MessageAttributeValue> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}
