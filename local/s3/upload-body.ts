import type { Readable } from 'node:stream';
import { AwsError } from '../core/aws-error';
import type { AwsRequest } from '../core/call';
import { decodeAwsChunked, incompleteBody, isAwsChunked } from './aws-chunked';
import { type Checksum, ChecksumCheck, contentMd5 } from './checksum';
import { PayloadHash } from './payload-hash';
import { type ByteWatcher, type Stored, storeBody } from './store-body';
import type { TempFiles } from './temp-files';

/** An uploaded object or part. */
export interface Upload extends Stored {
  /** What the client sent and S3 verified. */
  checksum?: Checksum;
}

/** Largest single upload, bytes (5 GiB). Source: S3 quotas. */
const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

/**
 * Receives the body of a PutObject or UploadPart, decodes aws-chunked, and checks length, Content-MD5 and checksum.
 *
 * @throws AwsError as S3 refuses it; nothing is stored then
 */
export async function receiveUpload(request: AwsRequest, files: TempFiles): Promise<Upload> {
  const { headers } = request;
  const length = announcedLength(request);
  const expectedMd5 = contentMd5(headers);
  const check = ChecksumCheck.of(headers);
  const trailers: Record<string, string> = {};
  const payload = PayloadHash.of(headers);
  const watchers = [check?.sum, payload].filter((watcher) => watcher !== undefined);
  const stored = await store(request, files, watchers, trailers);
  try {
    if (stored.body.size !== length) {
      throw incompleteBody();
    }
    if (expectedMd5 !== undefined && expectedMd5 !== stored.md5) {
      throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    payload?.verify();
    return { ...stored, checksum: check?.verify(trailers) };
  } catch (error) {
    await stored.body.dispose();
    throw error;
  }
}

/** Bytes of the payload. @throws AwsError `MissingContentLength` (411), `EntityTooLarge` */
function announcedLength({ headers, body }: AwsRequest): number {
  const header = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (header === undefined && !Buffer.isBuffer(body)) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  const length = header === undefined && Buffer.isBuffer(body) ? body.length : Number(header);
  if (length > MAX_UPLOAD_BYTES) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
      ProposedSize: length,
      MaxSizeAllowed: MAX_UPLOAD_BYTES,
    });
  }
  return length;
}

async function store(
  { headers, body }: AwsRequest,
  files: TempFiles,
  watchers: ByteWatcher[],
  trailers: Record<string, string>,
): Promise<Stored> {
  if (isAwsChunked(headers)) {
    return storeBody(decodeAwsChunked(pieces(body), trailers), files, watchers);
  }
  return storeBody(Buffer.isBuffer(body) ? body : pieces(body), files, watchers);
}

/** The body's chunks; a connection that breaks off is an incomplete body. */
async function* pieces(body: Readable | Buffer): AsyncGenerator<Buffer> {
  if (Buffer.isBuffer(body)) {
    yield body;
    return;
  }
  try {
    yield* body;
  } catch (error) {
    throw Object.assign(incompleteBody(), { cause: error });
  }
}
