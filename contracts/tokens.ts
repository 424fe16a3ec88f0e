import { createHash } from 'node:crypto';

/** The token secret's value: SHA-256 of each token (hex) → its principal. An empty one denies all. */
export type TokenHashes = Record<string, string>;

/** What a key of the token secret looks like. */
export const TOKEN_HASH_PATTERN = /^[0-9a-f]{64}$/;

/** Raised for a token secret that is no flat JSON object of strings. The message quotes nothing of it. */
export class MalformedTokenSecretError extends Error {
  override readonly name = 'MalformedTokenSecretError';
}

/** SHA-256 of a token, hex: the only form in which tokens are kept. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}

/** The entries of a `SecretString`. @throws MalformedTokenSecretError */
export function parseTokenSecret(secretString: string): TokenHashes {
  let value: unknown;
  try {
    value = JSON.parse(secretString);
  } catch {
    // No cause: the parser's message quotes what it could not read.
    throw new MalformedTokenSecretError('the token secret is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedTokenSecretError('the token secret is no JSON object');
  }
  if (Object.values(value).some((principal) => typeof principal !== 'string')) {
    throw new MalformedTokenSecretError('the token secret holds values that are no strings');
  }
  return value as TokenHashes;
}

/**
 * Longest time that an authorizer keeps the secret in memory, seconds; less where API Gateway itself remembers
 * answers for less. With that cache and the replication of the secret it says how soon a revocation bites.
 */
export const MAX_SECRET_CACHE_SECONDS = 60;

/** Largest secret value, bytes (AWS Secrets Manager quotas, "Secret value size"). */
export const MAX_SECRET_BYTES = 65_536;
