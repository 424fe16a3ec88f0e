import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ProcessingInput } from '../../contracts/processing';
import { InfrastructureError, describeError, isNamed } from '../shared/infrastructure-error';
import type { RegionalS3 } from '../shared/regional-s3';

/** The captured object, its body not yet read. */
export interface Payload {
  metadata: Record<string, string>;
  contentType?: string;
  /** As S3 answers it, without the quotes: as in S3's events. */
  eTag: string;
  /** Bytes. */
  size: number;
  body: Readable;
}

/**
 * Opens the captured object in its own region.
 * @param ending aborts the wait for S3's answer
 * @returns undefined when the object is gone
 * @throws InfrastructureError for every other trouble
 */
export async function openPayload(
  capture: ProcessingInput,
  s3: RegionalS3,
  ending: AbortSignal,
): Promise<Payload | undefined> {
  let output: GetObjectCommandOutput;
  try {
    output = await s3(capture.region).send(
      new GetObjectCommand({ Bucket: capture.bucket, Key: capture.key }),
      { abortSignal: ending },
    );
  } catch (cause) {
    if (isNamed(cause, 'NoSuchKey')) return undefined;
    throw new InfrastructureError(`GetObject in ${capture.region}: ${describeError(cause)}`, { cause });
  }
  return {
    metadata: output.Metadata ?? {},
    contentType: output.ContentType,
    eTag: (output.ETag ?? '').replaceAll('"', ''),
    size: output.ContentLength ?? 0,
    // Under Node the SDK answers with a stream of Node's.
    body: output.Body as Readable,
  };
}
