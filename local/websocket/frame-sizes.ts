/** Payload bytes that a header of 126 or 127 announces in this many bytes more (RFC 6455, 5.2). */
const EXTENDED: Record<number, number> = { 126: 2, 127: 8 };

/** Bytes of the masking key, which every frame of a client has. */
const MASK_BYTES = 4;

/**
 * Watches what a client sends and tells the payload length of every frame (RFC 6455, 5.2), as soon as its header is there.
 * The library that speaks the protocol knows messages only.
 */
export function frameSizes(onFrame: (payloadBytes: number) => void): (chunk: Buffer) => void {
  let header = Buffer.alloc(0);
  let skip = 0;
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      const skipped = Math.min(skip, rest.length);
      skip -= skipped;
      rest = rest.subarray(skipped);
      if (rest.length === 0) return;
      header = Buffer.concat([header, rest.subarray(0, 1)]);
      rest = rest.subarray(1);
      const payloadBytes = lengthOf(header);
      if (payloadBytes === undefined) continue;
      header = Buffer.alloc(0);
      skip = MASK_BYTES + payloadBytes;
      onFrame(payloadBytes);
    }
  };
}

/** Undefined while the header is not complete. */
function lengthOf(header: Buffer): number | undefined {
  if (header.length < 2) return undefined;
  const short = header.readUInt8(1) & 0x7f;
  const more = EXTENDED[short] ?? 0;
  if (header.length < 2 + more) return undefined;
  if (more === 0) return short;
  return more === 2 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2));
}
