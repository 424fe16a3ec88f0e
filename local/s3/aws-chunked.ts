import { AwsError } from '../core/aws-error';

/** Longest chunk header or trailer line, bytes: a size, a signature of 64 digits and room. */
const MAX_LINE_BYTES = 4096;
const CRLF = Buffer.from('\r\n');

/** Whether the body is in AWS's chunked encoding, signed or not. */
export function isAwsChunked(headers: Record<string, string>): boolean {
  return headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
}

/**
 * Decodes `<hex size>[;chunk-signature=…]\r\n<data>\r\n … 0\r\n[<trailer>: <value>\r\n …]\r\n`. Chunk signatures are not
 * checked. Trailers are put into `trailers`, names in lower case.
 * Source: S3 API reference, "Signature calculations … transferring payload in multiple chunks".
 *
 * @throws AwsError `IncompleteBody` when it ends early, `InvalidRequest` when it is malformed
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  for (;;) {
    const [size = ''] = (await reader.line()).split(';');
    const length = /^[0-9a-f]{1,8}$/i.test(size) ? Number.parseInt(size, 16) : Number.NaN;
    if (Number.isNaN(length)) {
      throw new AwsError('InvalidRequest', 'The chunk size of the aws-chunked body is invalid.');
    }
    if (length === 0) {
      break;
    }
    yield* reader.take(length);
    await reader.line();
  }
  for (let line = await reader.lineOrEnd(); line; line = await reader.lineOrEnd()) {
    const colon = line.indexOf(':');
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

/** Reads lines and counted bytes from a stream of buffers. */
class ByteReader {
  private buffered: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Buffer>;

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) {
      throw incompleteBody();
    }
    return line;
  }

  /** The next line without its end, undefined at the end of the stream. */
  async lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = this.buffered.indexOf(CRLF);
      if (end >= 0) {
        const line = this.buffered.toString('latin1', 0, end);
        this.buffered = this.buffered.subarray(end + CRLF.length);
        return line;
      }
      if (this.buffered.length > MAX_LINE_BYTES) {
        throw new AwsError('InvalidRequest', 'A line of the aws-chunked body is too long.');
      }
      if (!(await this.fill())) {
        return undefined;
      }
    }
  }

  async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0; ) {
      if (this.buffered.length === 0 && !(await this.fill())) {
        throw incompleteBody();
      }
      const piece = this.buffered.subarray(0, left);
      this.buffered = this.buffered.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  private async fill(): Promise<boolean> {
    const { done, value } = await this.source.next();
    if (done) {
      return false;
    }
    this.buffered = this.buffered.length === 0 ? value : Buffer.concat([this.buffered, value]);
    return true;
  }
}

/** What S3 answers to a body that ends before its announced length. */
export function incompleteBody(): AwsError {
  return new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}
