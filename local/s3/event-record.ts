import { randomUUID } from 'node:crypto';
import type { Bucket, StoredObject } from './bucket';
import type { NotificationRule } from './notification-rule';

/** Something that happened to an object. */
export interface ObjectEvent {
  bucket: Bucket;
  object: StoredObject;
  /** Such as `s3:ObjectCreated:Put`. */
  name: string;
  /** Who caused it. */
  principal: string;
  /** Rises with every event of a bucket. */
  sequence: number;
}

/**
 * The body of an event message.
 * Source: S3 User Guide, "Event message structure" (version 2.1).
 */
export function eventMessage(event: ObjectEvent, rule: NotificationRule): string {
  const { bucket, object } = event;
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: bucket.region,
    eventTime: new Date(object.lastModified).toISOString(),
    eventName: event.name.replace(/^s3:/, ''),
    userIdentity: { principalId: `AWS:${event.principal}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId(), 'x-amz-id-2': randomUUID() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: rule.id,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: 'A000000000000' },
        arn: bucket.arn,
      },
      object: {
        key: encodeKey(object.key),
        size: object.body.size,
        eTag: object.eTag,
        sequencer: event.sequence.toString(16).toUpperCase().padStart(18, '0'),
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** The body of the message that S3 sends when notifications are configured. */
export function testMessage(bucket: Bucket, now: number): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(now).toISOString(),
    Bucket: bucket.name,
    RequestId: requestId(),
    HostId: randomUUID(),
  });
}

/** Sixteen upper-case hex digits. */
export function requestId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();
}

/** Form encoding as in events: a space is `+`, the slash stays. */
function encodeKey(key: string): string {
  const encoded = new URLSearchParams({ k: key }).toString().slice('k='.length);
  return encoded.replaceAll('%2F', '/');
}
