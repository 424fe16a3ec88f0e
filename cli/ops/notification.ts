import { captureId, MalformedCaptureError, parseCaptureKey } from '../../contracts/capture';

/** An object as S3's event names it. */
export interface NotifiedObject {
  region: string;
  bucket: string;
  key: string;
  /** Bytes. */
  size: number;
  /** Without quotation marks. */
  eTag: string;
}

/** S3's event for one object, as far as a drain lane reads it (Amazon S3 User Guide, "Event message structure"). */
export function notificationOf({ region, bucket, key, size, eTag }: NotifiedObject): string {
  const s3 = { bucket: { name: bucket }, object: { key: formEncode(key), size, eTag } };
  return JSON.stringify({
    Records: [{ eventSource: 'aws:s3', awsRegion: region, eventName: 'ObjectCreated:Put', s3 }],
  });
}

/** Ids of the captures that a message of a region's queue names, or undefined for what is no event of captures. */
export function captureIdsIn(body: string, region: string): string[] | undefined {
  try {
    const { Records } = JSON.parse(body) as { Records: { s3: { object: { key: string } } }[] };
    const ids = Records.map(({ s3 }) => {
      const { channel, requestId } = parseCaptureKey(formDecode(s3.object.key));
      return captureId(region, channel, requestId);
    });
    return ids.length > 0 ? ids : undefined;
  } catch (error) {
    // Not JSON, another shape, another encoding, another key: whatever it is, it names no capture.
    const expected = [SyntaxError, TypeError, URIError, MalformedCaptureError];
    if (expected.some((kind) => error instanceof kind)) return undefined;
    throw error;
  }
}

/** As S3 encodes keys in events: a space is `+`, slashes stay. */
const formEncode = (key: string) => encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
const formDecode = (key: string) => decodeURIComponent(key.replaceAll('+', ' '));
