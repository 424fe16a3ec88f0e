import { HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { captureId, captureKey, MESSAGE_CHANNEL } from '../../contracts/capture';
import type { ProcessingInput } from '../../contracts/processing';
import { describeError, InfrastructureError, isNamed } from '../shared/infrastructure-error';
import type { RegionalS3 } from '../shared/regional-s3';
import type { QueuedMessage } from './lane-queue';
import { type ParsedMessage, parseMessage } from './parse-message';
import type { CaptureScope } from './unparseable-message';

/** By which S3 says that there is an object under the key (S3 User Guide, "Conditional writes"). */
const EXISTS = 'PreconditionFailed';

/**
 * Stores a message of a FIFO queue as the object that stands for it from now on. A redelivery finds it there and makes the same
 * capture.
 * @throws UnparseableMessageError when nobody can read it; InfrastructureError when S3 does not have it
 */
export async function storeMessage(
  message: QueuedMessage,
  { region, bucket, maxAttempts }: CaptureScope,
  s3: RegionalS3,
): Promise<ProcessingInput> {
  const parsed = parseMessage(message);
  const { principal, requestId } = parsed;
  const channel = MESSAGE_CHANNEL;
  const key = captureKey({ channel, principal, requestId });
  const size = Buffer.byteLength(message.body);
  const eTag = await putOnce(s3(region), { Bucket: bucket, Key: key }, message.body, parsed);
  return {
    id: captureId(region, channel, requestId),
    channel,
    principal,
    region,
    bucket,
    key,
    size,
    eTag,
    maxAttempts,
  };
}

type ObjectKey = { Bucket: string; Key: string };

/** @returns the object's eTag, without quotes */
async function putOnce(
  client: Pick<S3Client, 'send'>,
  object: ObjectKey,
  body: string,
  { metadata }: ParsedMessage,
): Promise<string> {
  try {
    const { ETag } = await client.send(
      new PutObjectCommand({
        ...object,
        Body: body,
        ContentType: 'application/json',
        Metadata: metadata,
        IfNoneMatch: '*',
      }),
    );
    return unquoted(ETag);
  } catch (thrown) {
    if (isNamed(thrown, EXISTS)) return stored(client, object);
    throw trouble('PutObject', thrown);
  }
}

/** The eTag of what an earlier delivery has stored, or this one by a try whose answer was lost. */
async function stored(client: Pick<S3Client, 'send'>, object: ObjectKey): Promise<string> {
  try {
    const { ETag } = await client.send(new HeadObjectCommand(object));
    return unquoted(ETag);
  } catch (thrown) {
    throw trouble('HeadObject', thrown);
  }
}

/** As in S3's events. */
const unquoted = (eTag = '') => eTag.replaceAll('"', '');

function trouble(action: string, cause: unknown): InfrastructureError {
  return new InfrastructureError(`${action}: ${describeError(cause)}`, { cause });
}
