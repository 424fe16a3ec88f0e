import { captureId, parseCaptureKey } from '../contracts/capture';
import { captureBucketName } from '../contracts/naming';
import type { AuditTarget } from './target';

interface Notification {
  Records: { s3: { bucket: { name: string }; object: { key: string } } }[];
}

/**
 * Ids of the captures that a message names, by their bucket's region whatever queue the message is in. Read for itself:
 * S3's event notification, whose keys are form-encoded. Empty for anything else.
 */
export function notifiedCaptures(
  { name, accountId, ingest }: Pick<AuditTarget, 'name' | 'accountId' | 'ingest'>,
  body: string,
): string[] {
  try {
    return (JSON.parse(body) as Notification).Records.map(({ s3: { bucket, object } }) => {
      const home = ingest.find(({ region }) => captureBucketName(name, accountId, region) === bucket.name);
      const key = decodeURIComponent(object.key.replaceAll('+', ' '));
      const { channel, requestId } = parseCaptureKey(key);
      return captureId(home!.region, channel, requestId);
    });
  } catch {
    // A person has to look at it, whatever is wrong with it.
    return [];
  }
}
