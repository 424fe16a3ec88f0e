/** What a region knows of the webhooks it takes: sources as the stack declares them, and their secrets. */
import { parseSecretObject } from './secret-object';

/**
 * Names of sources: a source is a part of a path, and the principal of what it posts, so reserved principals are none
 * (`isAssignablePrincipal`).
 */
export const SOURCE_PATTERN = /^(?!anonymous$|h_)[a-z0-9][a-z0-9_-]{0,63}$/;

/** Where a scheme without an id of its own finds the provider's: in a header, or in a field of a JSON body. */
export type DeliveryId = { header: string } | { field: string };

/** What every source may declare. */
interface AnySource {
  /** Fields that the body, a JSON object, must have. */
  required?: string[];
}

/** What sources may declare whose scheme leaves it open. */
interface OpenSource extends AnySource {
  deliveryId?: DeliveryId;
  /** Query parameter whose value a GET is answered with, as some providers ask for when a hook is registered. */
  challengeParameter?: string;
}

/** A generic signature: an HMAC of the body in one header. */
export interface HmacSource extends OpenSource {
  scheme: 'hmac';
  /** Header that carries the signature. */
  header: string;
  algorithm: 'sha1' | 'sha256' | 'sha512';
  encoding: 'hex' | 'base64';
  /** What stands in the header before the signature, such as `sha256=`. */
  prefix: string;
}

/** How one source signs, and what it must send. */
export type WebhookSource =
  | (AnySource & { scheme: 'standard' | 'github' | 'stripe' })
  | HmacSource
  | (OpenSource & { scheme: 'none' });

export type WebhookScheme = WebhookSource['scheme'];

/** Sources by name. */
export type WebhookSources = Record<string, WebhookSource>;

/** What the function that receives webhooks goes by. */
export interface WebhookConfiguration {
  sources: WebhookSources;
  /** How far a signed timestamp may lie from now, either way, seconds. */
  toleranceSeconds: number;
}

/** The webhook secret's value: every accepted secret of each source. One that is empty, or absent, accepts nothing. */
export type WebhookSecrets = Record<string, string[]>;

/** Longest time that the secrets are kept in memory, seconds: how long a revoked one may go on being accepted. */
export const WEBHOOK_CACHE_SECONDS = 60;

/** The entries of a `SecretString`. @throws MalformedSecretError */
export function parseWebhookSecret(secretString: string): WebhookSecrets {
  return parseSecretObject('webhook secret', secretString, isListOfStrings, 'lists of strings');
}

function isListOfStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** What Standard Webhooks writes in front of a secret in Base64. */
export const STANDARD_PREFIX = 'whsec_';

/**
 * The bytes that a source signs with: what the Base64 of Standard Webhooks stands for, and otherwise the text itself.
 * Undefined for a secret that is none: with an empty key anybody could sign.
 */
export function signingKey(scheme: WebhookScheme, secret: string): Buffer | undefined {
  const key = scheme === 'standard' ? standardKey(secret) : Buffer.from(secret, 'utf8');
  return key && key.length > 0 ? key : undefined;
}

function standardKey(secret: string): Buffer | undefined {
  const text = secret.startsWith(STANDARD_PREFIX) ? secret.slice(STANDARD_PREFIX.length) : secret;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
