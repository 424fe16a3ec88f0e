import type { CaptureReference } from './capture';

/** An object as S3's event names it. The eTag has no quotation marks. */
export type NotifiedObject = Pick<CaptureReference, 'region' | 'bucket' | 'key' | 'size' | 'eTag'>;

/** Who puts a capture back into its queue, or takes it to the error queue; S3 itself says `aws:s3`. For a person who looks at a message. */
export type NotificationSource = 'pillarbox:reconcile' | 'pillarbox:retry' | 'pillarbox:sweep';

/** S3's event for one object, as far as a drain lane reads it (Amazon S3 User Guide, "Event message structure"). */
export function notificationOf(
  { region, bucket, key, size, eTag }: NotifiedObject,
  eventSource: NotificationSource,
): string {
  const s3 = { bucket: { name: bucket }, object: { key: formEncode(key), size, eTag } };
  return JSON.stringify({ Records: [{ eventSource, awsRegion: region, s3 }] });
}

/** A key as S3 writes it in events: a space is `+`, slashes stay. */
function formEncode(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
}

/** A key of an event, read. @throws URIError when it is not form-encoded */
export function formDecode(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}
