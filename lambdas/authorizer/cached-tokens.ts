import { isAssignablePrincipal } from '../../contracts/capture';
import { parseTokenSecret, TOKEN_HASH_PATTERN } from '../../contracts/tokens';
import { cachedSecret, type SecretSource } from '../shared/cached-secret';
import type { Log } from '../shared/logger';
import type { Token } from './find-principal';

export interface TokenSource extends SecretSource {
  log: Log;
}

/** A reader of the token secret that remembers what it read. Failures are not remembered. */
export function cachedTokens({ log, ...source }: TokenSource): () => Promise<Token[]> {
  return cachedSecret(source, (secretString) => tokensOf(secretString, log));
}

/** @throws MalformedSecretError */
function tokensOf(secretString: string, log: Log): Token[] {
  const entries = Object.entries(parseTokenSecret(secretString));
  const legal = entries.filter(
    ([hash, principal]) => TOKEN_HASH_PATTERN.test(hash) && isAssignablePrincipal(principal),
  );
  if (legal.length < entries.length) {
    log.warn('token secret: illegal entries left out', { entries: entries.length - legal.length });
  }
  return legal.map(([hash, principal]) => ({ digest: Buffer.from(hash, 'hex'), principal }));
}
