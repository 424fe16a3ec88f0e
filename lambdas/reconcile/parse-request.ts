import { CAPTURE_PREFIX } from '../../contracts/capture';
import type { IngestRegion } from '../../contracts/environment';
import type { ReconcileRequest } from '../../contracts/reconcile';

/** Raised for an event that asks for something that there is not; the message holds every fault. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequest';
}

/** Longest object key, bytes of UTF-8 (S3 User Guide, "Naming Amazon S3 objects"). */
const MAX_KEY_BYTES = 1024;

interface Rule {
  allowed: string;
  holds(value: unknown): boolean;
}

const isWhole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;

/** What each member may be, besides absent. */
const RULES: Record<Exclude<keyof ReconcileRequest, 'region'>, Rule> = {
  since: { allowed: 'a whole number of milliseconds since 1970', holds: isWhole },
  minAgeSeconds: { allowed: 'a whole number of seconds, 0 or more', holds: isWhole },
  dryRun: { allowed: 'true or false', holds: (value) => typeof value === 'boolean' },
  cursor: {
    allowed: `the cursor of a report, a key that begins with ${CAPTURE_PREFIX}`,
    holds: (value) =>
      typeof value === 'string' &&
      value.startsWith(CAPTURE_PREFIX) &&
      Buffer.byteLength(value) <= MAX_KEY_BYTES,
  },
};

/**
 * Checks the function's event, which a person may have written.
 * @throws InvalidRequestError naming each member, what was received and what is allowed
 */
export function parseRequest(event: unknown, regions: readonly IngestRegion[]): ReconcileRequest {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new InvalidRequestError(`the request: received ${show(event)}, allowed is an object`);
  }
  const { region, ...members } = event as Record<string, unknown>;
  const names = regions.map((known) => known.region);
  const faults = [
    ...(names.some((name) => name === region)
      ? []
      : [`region: received ${show(region)}, allowed is ${names.join(', ')}`]),
    ...Object.entries(members).flatMap(([name, value]) => memberFaults(name, value)),
  ];
  if (faults.length > 0) throw new InvalidRequestError(faults.join('; '));
  return event as ReconcileRequest;
}

function memberFaults(name: string, value: unknown): string[] {
  const rule = Object.entries(RULES).find(([known]) => known === name)?.[1];
  if (!rule) {
    return [`${name}: received ${show(value)}, allowed are region, ${Object.keys(RULES).join(', ')}`];
  }
  return value === undefined || rule.holds(value)
    ? []
    : [`${name}: received ${show(value)}, allowed is ${rule.allowed}`];
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 100);
}
