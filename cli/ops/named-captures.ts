import { captureId, MalformedCaptureError, parseCaptureKey } from '../../contracts/capture';
import { formDecode } from '../../contracts/notification';

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
