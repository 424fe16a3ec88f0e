import type { MessageContent } from './message';

/** Bytes that count against the maximum message size: body, and name, type and value of every attribute. */
export function messageBytes({ body, attributes }: Pick<MessageContent, 'body' | 'attributes'>): number {
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType);
    bytes += StringValue === undefined ? 0 : Buffer.byteLength(StringValue);
    bytes += BinaryValue === undefined ? 0 : Buffer.byteLength(BinaryValue, 'base64');
  }
  return bytes;
}
