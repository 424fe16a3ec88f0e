import { timingSafeEqual } from 'node:crypto';

/** One accepted token. */
export interface Token {
  /** SHA-256, 32 bytes. */
  digest: Buffer;
  principal: string;
}

/**
 * Whose token has this hash (hex). Every entry is compared, in constant time: how long it takes says neither where
 * nor how nearly one matched.
 */
export function findPrincipal(tokenHash: string, tokens: Token[]): string | undefined {
  const digest = Buffer.from(tokenHash, 'hex');
  let found: string | undefined;
  for (const token of tokens) {
    if (timingSafeEqual(digest, token.digest)) found = token.principal;
  }
  return found;
}
