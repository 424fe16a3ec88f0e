import { createHash, type Hash } from 'node:crypto';
import type { MessageAttributes } from './message';

const STRING_VALUE = Buffer.from([1]);
const BINARY_VALUE = Buffer.from([2]);

/**
 * MD5 of message attributes, hex; undefined without attributes.
 * Source of the encoding: SQS Developer Guide, "Calculating the MD5 message digest for message attributes".
 */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) {
    return undefined;
  }
  const hash = createHash('md5');
  for (const name of names) {
    const { DataType, StringValue, BinaryValue } = attributes[name]!;
    addSized(hash, Buffer.from(name));
    addSized(hash, Buffer.from(DataType));
    if (BinaryValue === undefined) {
      hash.update(STRING_VALUE);
      addSized(hash, Buffer.from(StringValue ?? ''));
    } else {
      hash.update(BINARY_VALUE);
      addSized(hash, Buffer.from(BinaryValue, 'base64'));
    }
  }
  return hash.digest('hex');
}

function addSized(hash: Hash, bytes: Buffer): void {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  hash.update(size).update(bytes);
}
