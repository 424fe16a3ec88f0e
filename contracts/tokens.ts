import { createHash } from 'node:crypto';
import { parseSecretObject } from './secret-object';

/** The token secret's value: SHA-256 of each token (hex) → its principal. An empty one denies all. */
export type TokenHashes = Record<string, string>;

/** What a key of the token secret looks like. */
export const TOKEN_HASH_PATTERN = /^[0-9a-f]{64}$/;

/** SHA-256 of a token, hex: the only form in which tokens are kept. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** The entries of a `SecretString`. @throws MalformedSecretError */
export function parseTokenSecret(secretString: string): TokenHashes {
  return parseSecretObject('token secret', secretString, isString, 'strings');
}

const isString = (value: unknown): value is string => typeof value === 'string';

/**
 * Longest time that an authorizer keeps the secret in memory, seconds; less where API Gateway itself remembers
 * answers for less. With that cache and the replication of the secret it says how soon a revocation bites.
 */
export const MAX_SECRET_CACHE_SECONDS = 60;

/** Largest secret value, bytes (AWS Secrets Manager quotas, "Secret value size"). */
export const MAX_SECRET_BYTES = 65_536;
