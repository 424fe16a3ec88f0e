import { Readable } from 'node:stream';
import { type GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ProcessingInput } from '../../contracts/processing';
import { METADATA } from '../../contracts/capture';

/** What S3 shall answer to GetObject; the rest is as the gateway would have stored it. */
export interface StoredObject {
  body?: Readable | string;
  metadata?: Record<string, string | undefined>;
  eTag?: string;
  /** Bytes that the answer promises. */
  size?: number;
  contentType?: string;
  /** Instead of an answer. */
  error?: Error;
  /** No answer until the call is aborted. */
  hangs?: boolean;
}

/** The metadata that the gateway writes beside a capture. */
export function gatewayMetadata(capture: ProcessingInput): Record<string, string> {
  return {
    [METADATA.channel]: capture.channel,
    [METADATA.principal]: capture.principal,
    [METADATA.sourceIp]: '127.0.0.1',
    [METADATA.receivedAt]: '900000',
  };
}

/** An S3 client of one object, which notes what it was asked. */
export function fakeS3(capture: ProcessingInput, object: StoredObject = {}) {
  const asked: unknown[] = [];
  const body =
    typeof object.body === 'object' ? object.body : Readable.from([Buffer.from(object.body ?? '{}')]);
  const client = new S3Client({
    region: capture.region,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    requestHandler: { handle: untilAborted },
  });
  client.middlewareStack.add(
    (next) => async (args) => {
      asked.push(args.input);
      if (object.hangs) return next(args);
      if (object.error) throw object.error;
      const metadata = { ...gatewayMetadata(capture), ...object.metadata };
      const output: Partial<GetObjectCommandOutput> = {
        Metadata: Object.fromEntries(
          Object.entries(metadata).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
        ),
        ETag: `"${object.eTag ?? capture.eTag}"`,
        ContentLength: object.size ?? capture.size,
        ContentType: object.contentType ?? 'application/json',
      };
      return { output: { $metadata: {}, ...output, Body: body }, response: {} };
    },
    { step: 'initialize' },
  );
  return { client, asked, body };
}

/** A connection on which nothing comes back. */
function untilAborted(
  _request: unknown,
  { abortSignal }: { abortSignal?: AbortSignal } = {},
): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(awsError('AbortError'));
    if (abortSignal?.aborted) abort();
    abortSignal?.addEventListener('abort', abort);
  });
}

/** An AWS error by its name. */
export function awsError(name: string): Error {
  return Object.assign(new Error(`${name} by S3`), { name });
}
