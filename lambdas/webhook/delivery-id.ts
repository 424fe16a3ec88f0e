import { createHash } from 'node:crypto';
import type { DeliveryId, WebhookSource } from '../../contracts/webhooks';
import type { FindHeader } from './signature';

/** Where each scheme says which delivery this is; the same for a delivery that is tried again. */
const OF_SCHEME: Record<'standard' | 'github' | 'stripe', DeliveryId> = {
  standard: { header: 'webhook-id' },
  github: { header: 'X-GitHub-Delivery' },
  // The event's own id; the header has none.
  stripe: { field: 'id' },
};

/**
 * The provider's id of a delivery, if it gives one.
 * @param readFields reads the body, called only where the id is there
 */
export function deliveryId(
  source: WebhookSource,
  header: FindHeader,
  readFields: () => Record<string, unknown> | undefined,
): string | undefined {
  const place = placeOf(source);
  if (!place) return undefined;
  if ('header' in place) return header(place.header);
  const value = readFields()?.[place.field];
  // Above 2^53 JavaScript takes different numbers for the same.
  if (Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Whether an id of a source's is a delivery's for certain, whatever its body is: the scheme says that it is one, and the signature is made
 * over it. Elsewhere somebody could give it to another body, or a field may be no id after all.
 */
export function isIdSigned({ scheme }: WebhookSource): boolean {
  return scheme === 'standard' || scheme === 'stripe';
}

function placeOf(source: WebhookSource): DeliveryId | undefined {
  return source.scheme === 'hmac' || source.scheme === 'none' ? source.deliveryId : OF_SCHEME[source.scheme];
}

/** What S3 takes as user metadata and gives back unchanged: visible ASCII; all metadata of an object is at most 2 KB. */
const PLAIN = /^[\x21-\x7e]{1,256}$/;

/** A delivery id as an idempotency key: itself where S3's metadata can carry it, and else its SHA-256. */
export function idempotencyKeyOf(id: string): string {
  return PLAIN.test(id) ? id : `sha256:${createHash('sha256').update(id, 'utf8').digest('hex')}`;
}
