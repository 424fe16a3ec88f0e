import { createHash } from 'node:crypto';
import type { Capture } from '../contracts/processor';

/** What the shipped processor records about a payload. */
export interface PublishResult {
  /** Bytes read. */
  size: number;
  /** Of the bytes read, hex. */
  sha256: string;
  /** Whether the payload is JSON text in UTF-8; null when it is longer than 1 MiB and was not parsed. */
  json: boolean | null;
}

/** Payloads up to this size are kept to be parsed; whatever the payload, memory stays bounded by it. */
const MAX_PARSED_BYTES = 1024 * 1024;

/** Reads the payload once, as it streams by: its size, its digest, and whether it is JSON. */
export async function publish({ body }: Capture): Promise<PublishResult> {
  const hash = createHash('sha256');
  let kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    size += chunk.length;
    if (size > MAX_PARSED_BYTES) kept = [];
    else kept.push(chunk);
  }
  return {
    size,
    sha256: hash.digest('hex'),
    json: size > MAX_PARSED_BYTES ? null : isJson(Buffer.concat(kept)),
  };
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
