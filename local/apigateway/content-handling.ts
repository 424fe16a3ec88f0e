import { GatewayError } from './gateway-error';

/** How a payload is converted between client and integration. Unset: passed through. */
export type ContentHandling = 'CONVERT_TO_TEXT' | 'CONVERT_TO_BINARY' | undefined;

/** A payload and whether templates can read it: they take text only. */
export interface Payload {
  bytes: Buffer;
  text: boolean;
}

/**
 * Converts a payload as API Gateway does (API Gateway Developer Guide, "Content type conversions"): binary stays as it is
 * or becomes base64 text; text stays, read and written as UTF-8, or is decoded from base64.
 * @param binary whether the API's binary media types cover it
 * @throws GatewayError API_CONFIGURATION_ERROR (500) for text that is not base64
 */
export function convert(body: Buffer, binary: boolean, handling: ContentHandling): Payload {
  if (binary) {
    return handling === 'CONVERT_TO_TEXT'
      ? { bytes: Buffer.from(body.toString('base64')), text: true }
      : { bytes: body, text: false };
  }
  const text = body.toString('utf8');
  if (handling !== 'CONVERT_TO_BINARY') return { bytes: Buffer.from(text), text: true };
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new GatewayError('API_CONFIGURATION_ERROR');
  return { bytes, text: false };
}
