import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { captureKey } from '../../contracts/capture';
import { type CaptureFacts, captureMetadata } from '../shared/capture-metadata';
import type { UploadOrder } from './read-order';

/** Where uploads of the region go, and for how long a URL holds. */
export interface UploadStore {
  client: S3Client;
  bucket: string;
  /** Seconds. */
  expirySeconds: number;
}

/** What a client is to send. */
export interface PresignedUpload {
  url: string;
  /** Headers that the PUT must bear as they are; its length is the client's own to say. */
  headers: Record<string, string>;
}

/** One object that may be put. */
export interface Upload extends CaptureFacts {
  requestId: string;
  order: UploadOrder;
}

/**
 * Signs one PUT of one object: its length, checksum, type and metadata are part of the signature, and so is that nothing may be
 * there yet.
 */
export async function presignUpload(
  { client, bucket, expirySeconds }: UploadStore,
  upload: Upload,
): Promise<PresignedUpload> {
  const { size, sha256, contentType } = upload.order;
  const checksum = sha256.toString('base64');
  const metadata = captureMetadata({ ...upload, idempotencyKey: upload.order.idempotencyKey });
  const headers: Record<string, string> = {
    'Content-Type': contentType,
    'If-None-Match': '*',
    'x-amz-checksum-sha256': checksum,
    ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: captureKey(upload),
    ContentLength: size,
    ContentType: contentType,
    IfNoneMatch: '*',
    ChecksumSHA256: checksum,
    Metadata: metadata,
  });
  const url = await getSignedUrl(client, command, {
    expiresIn: expirySeconds,
    // Left in the query, a header could be left out of the request.
    unhoistableHeaders: new Set(Object.keys(headers).map((name) => name.toLowerCase())),
    // The one that the signer would leave unsigned.
    signableHeaders: new Set(['content-type']),
  });
  return { url, headers };
}
