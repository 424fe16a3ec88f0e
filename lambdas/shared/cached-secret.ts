import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from './clock';
import { isNamed } from './infrastructure-error';

/** A secret, and how long its value is remembered. */
export interface SecretSource {
  client: Pick<SecretsManagerClient, 'send'>;
  secretId: string;
  /** How long an answer is remembered, seconds; 0 asks every time. */
  cacheSeconds: number;
  clock: Pick<Clock, 'now'>;
}

/**
 * A reader of a secret that remembers what it read. Failures are not remembered, and thrown: who cannot read a secret
 * lets nobody in.
 * @param parse makes what is remembered of the `SecretString`, `{}` for a secret that nobody has given a value yet
 */
export function cachedSecret<T>(source: SecretSource, parse: (secretString: string) => T): () => Promise<T> {
  let known: { value: T; until: number } | undefined;
  return async () => {
    const now = source.clock.now();
    if (!known || known.until <= now) {
      known = { value: parse(await read(source)), until: now + source.cacheSeconds * 1000 };
    }
    return known.value;
  };
}

async function read({ client, secretId }: SecretSource): Promise<string> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '{}';
  } catch (error) {
    // A secret without a value: empty, which denies all.
    if (isNamed(error, 'ResourceNotFoundException')) return '{}';
    throw error;
  }
}
