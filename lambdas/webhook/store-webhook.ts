import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { captureKey } from '../../contracts/capture';
import { type CaptureFacts, captureMetadata } from '../shared/capture-metadata';
import { isNamed } from '../shared/infrastructure-error';

/** Where captures of the region are put. */
export interface CaptureStore {
  client: Pick<S3Client, 'send'>;
  bucket: string;
}

/** A webhook as it is captured. */
export interface WebhookCapture extends CaptureFacts {
  requestId: string;
  contentType?: string;
  body: Buffer;
}

/** What a request to S3 can carry as a header, and far more than any type has. */
const CONTENT_TYPE_PATTERN = /^[\x20-\x7e]{1,256}$/;

/** What is wrong with a content type that the object could not bear; undefined when nothing is. */
export function contentTypeFault(contentType: string | undefined): string | undefined {
  if (contentType === undefined || CONTENT_TYPE_PATTERN.test(contentType)) return undefined;
  return 'Content-Type: allowed are 1 to 256 printable ASCII characters';
}

/** By which S3 says that there is an object under the key (S3 User Guide, "Conditional writes"). */
const EXISTS = 'PreconditionFailed';

/**
 * Puts a webhook as the gateway puts what is published: same key, same metadata, and nothing is ever overwritten. What is there
 * already was put by an earlier try whose answer was lost, for the key bears the id of this one request.
 */
export async function storeWebhook({ client, bucket }: CaptureStore, capture: WebhookCapture): Promise<void> {
  const { contentType, body } = capture;
  try {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: captureKey(capture),
        Body: body,
        ContentType: contentType,
        IfNoneMatch: '*',
        Metadata: captureMetadata(capture),
      }),
    );
  } catch (thrown) {
    if (!isNamed(thrown, EXISTS)) throw thrown;
  }
}
