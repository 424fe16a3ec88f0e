import { captureId, parseCaptureKey } from '../../contracts/capture';
import { formDecode } from '../../contracts/notification';
import type { ProcessingInput } from '../../contracts/processing';
import { type CaptureScope, UnparseableMessageError } from './unparseable-message';

/**
 * The captures that an S3 event names. S3's test event, sent when a notification is set up, names none.
 * @throws UnparseableMessageError
 */
export function parseNotification(body: string, scope: CaptureScope): ProcessingInput[] {
  const event = parseJson(body);
  if (isObject(event) && event.Event === 's3:TestEvent') return [];
  const records = isObject(event) ? event.Records : undefined;
  if (!Array.isArray(records) || records.length === 0) {
    throw new UnparseableMessageError('the message is no S3 event');
  }
  return records.map((record) => parseRecord(record, scope));
}

function parseRecord(record: unknown, { region, bucket, maxAttempts }: CaptureScope): ProcessingInput {
  const s3 = member(record, 's3');
  const bucketName = text(member(member(s3, 'bucket'), 'name'), 'bucket name');
  if (bucketName !== bucket) {
    throw new UnparseableMessageError(
      `bucket: received ${JSON.stringify(bucketName)}, this queue is of ${bucket}`,
    );
  }
  const object = member(s3, 'object');
  const size = member(object, 'size');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new UnparseableMessageError('the S3 event has no object size');
  }
  const key = decodeKey(text(member(object, 'key'), 'object key'));
  const { channel, principal, requestId } = parseKey(key);
  const id = captureId(region, channel, requestId);
  const eTag = text(member(object, 'eTag'), 'eTag');
  return { id, channel, principal, region, bucket, key, size, eTag, maxAttempts };
}

function decodeKey(encoded: string): string {
  try {
    return formDecode(encoded);
  } catch (cause) {
    throw new UnparseableMessageError('the object key is not form-encoded', { cause });
  }
}

function parseKey(key: string) {
  try {
    return parseCaptureKey(key);
  } catch (cause) {
    throw new UnparseableMessageError((cause as Error).message, { cause });
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No cause: the parser's message quotes the body.
    throw new UnparseableMessageError('the message is not JSON');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '')
    throw new UnparseableMessageError(`the S3 event has no ${what}`);
  return value;
}
