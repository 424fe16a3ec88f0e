import { createHash } from 'node:crypto';
import { tokenSecretName } from '../contracts/naming';
import type { Cloud } from './core/cloud';
import type { LoadedStack } from './load/load-stacks';

/** The token that the local cloud alone accepts from the start, and its principal. */
export const SEED_TOKEN = 'allow';
const SEED_PRINCIPAL = 'local';

/** Writes the seed token into the token secret, as `npm run tokens` would. */
export async function seedToken(cloud: Cloud, stacks: LoadedStack[]): Promise<void> {
  const suffix = tokenSecretName('');
  const secret = stacks
    .flatMap(({ resources }) => resources)
    .find(
      ({ type, attributes }) => type === 'aws_secretsmanager_secret' && `${attributes.name}`.endsWith(suffix),
    );
  if (!secret) throw new Error('the stacks hold no token secret to seed');
  const hash = createHash('sha256').update(SEED_TOKEN).digest('hex');
  const caller = { principal: `arn:${cloud.partition}:iam::${cloud.accountId}:root` };
  await cloud.call(
    secret.region,
    'secretsmanager',
    'PutSecretValue',
    { SecretId: String(secret.attributes.name), SecretString: JSON.stringify({ [hash]: SEED_PRINCIPAL }) },
    caller,
  );
}
