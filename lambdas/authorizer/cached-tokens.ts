import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { isAssignablePrincipal } from '../../contracts/capture';
import { parseTokenSecret, TOKEN_HASH_PATTERN } from '../../contracts/tokens';
import type { Clock } from '../shared/clock';
import { isNamed } from '../shared/infrastructure-error';
import type { Log } from '../shared/logger';
import type { Token } from './find-principal';

export interface TokenSource {
  client: Pick<SecretsManagerClient, 'send'>;
  secretId: string;
  /** How long an answer is remembered, seconds; 0 asks every time. */
  cacheSeconds: number;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** A reader of the token secret that remembers what it read. Failures are not remembered. */
export function cachedTokens(source: TokenSource): () => Promise<Token[]> {
  let known: { tokens: Token[]; until: number } | undefined;
  return async () => {
    const now = source.clock.now();
    if (!known || known.until <= now) {
      known = { tokens: await readTokens(source), until: now + source.cacheSeconds * 1000 };
    }
    return known.tokens;
  };
}

/** @throws MalformedTokenSecretError and AWS errors: who cannot read the tokens lets nobody in */
async function readTokens({ client, secretId, log }: TokenSource): Promise<Token[]> {
  let secretString: string | undefined;
  try {
    ({ SecretString: secretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId })));
  } catch (error) {
    // A secret that nobody has given a value yet: no tokens, which denies all.
    if (!isNamed(error, 'ResourceNotFoundException')) throw error;
  }
  const entries = Object.entries(parseTokenSecret(secretString ?? '{}'));
  const legal = entries.filter(
    ([hash, principal]) => TOKEN_HASH_PATTERN.test(hash) && isAssignablePrincipal(principal),
  );
  if (legal.length < entries.length) {
    log.warn('token secret: illegal entries left out', { entries: entries.length - legal.length });
  }
  return legal.map(([hash, principal]) => ({ digest: Buffer.from(hash, 'hex'), principal }));
}
