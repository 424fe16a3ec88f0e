import type { Readable } from 'node:stream';
import { AwsError } from '../core/aws-error';

/**
 * The whole body in memory.
 *
 * @param maxBytes largest body accepted, in bytes
 * @throws AwsError `RequestEntityTooLarge` (413) beyond it
 */
export async function readBody(body: Readable | Buffer, maxBytes: number): Promise<Buffer> {
  if (Buffer.isBuffer(body)) {
    return checkSize(body, maxBytes);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) {
      throw tooLarge(maxBytes);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function checkSize(body: Buffer, maxBytes: number): Buffer {
  if (body.length > maxBytes) {
    throw tooLarge(maxBytes);
  }
  return body;
}

function tooLarge(maxBytes: number): AwsError {
  return new AwsError('RequestEntityTooLarge', `Request size exceeded ${maxBytes} bytes.`, 413);
}
