import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { MAX_SECRET_BYTES } from '../contracts/tokens';
import { CommandError, ExitCode } from './exit-code';

/** A secret of a deployment whose value is JSON. */
export interface SecretValue<T extends object> {
  client: Pick<SecretsManagerClient, 'send'>;
  secretId: string;
  /** What the entries are called, for a person. */
  entries: 'tokens' | 'secrets';
  /** Reads a `SecretString`; `{}` stands for a secret that has no value. */
  parse(secretString: string): T;
}

interface SecretVersion<T> {
  value: T;
  /** Undefined while the secret has no value. */
  versionId?: string;
}

/** Staging label of a version that is written but not yet in force. */
const PENDING = 'PILLARBOX_PENDING';

/** Times that a change is made again because somebody else's came first. */
const MAX_TRIES = 5;

/** The value in force. */
export async function readValue<T extends object>(secret: SecretValue<T>): Promise<T> {
  return (await readVersion(secret)).value;
}

/**
 * Changes the value without losing anybody else's change: the new version is put beside the one in force, and takes
 * its place only if that is still the version that was read.
 *
 * @param change makes the new value of the old; may be called again, and may throw to change nothing
 */
export async function changeValue<T extends object>(
  secret: SecretValue<T>,
  change: (value: T) => T,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const seen = await readVersion(secret);
    if (await replaceVersion(secret, seen, change(seen.value))) return;
  }
  throw new CommandError(
    ExitCode.Failed,
    `the ${secret.entries} kept changing while they were being changed: try again`,
  );
}

async function readVersion<T extends object>(secret: SecretValue<T>): Promise<SecretVersion<T>> {
  const { client, secretId, parse } = secret;
  try {
    const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return { value: parse(SecretString ?? '{}'), versionId: VersionId };
  } catch (error) {
    // Both a secret without a value and no secret at all; putting a value tells them apart.
    if ((error as Error).name === 'ResourceNotFoundException') return { value: parse('{}') };
    throw error;
  }
}

/** @returns false when another version has come into force meanwhile */
async function replaceVersion<T extends object>(
  secret: SecretValue<T>,
  seen: SecretVersion<T>,
  value: T,
): Promise<boolean> {
  const { client, secretId } = secret;
  const versionId = randomUUID();
  await client.send(
    new PutSecretValueCommand({
      SecretId: secretId,
      ClientRequestToken: versionId,
      SecretString: serialize(secret, value),
      VersionStages: [PENDING],
    }),
  );
  try {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: versionId,
        RemoveFromVersionId: seen.versionId,
      }),
    );
    return true;
  } catch (error) {
    if ((error as Error).name !== 'InvalidParameterException') throw error;
  }
  // A secret's first version comes into force by itself: then the refusal does not say that somebody else won.
  return (await readVersion(secret)).versionId === versionId;
}

/** @throws CommandError when the secret could not hold them */
function serialize<T extends object>({ entries }: SecretValue<T>, value: T): string {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_SECRET_BYTES) return text;
  throw new CommandError(
    ExitCode.Failed,
    `${Object.values(value).flat().length} ${entries} need ${bytes} bytes, a secret holds ${MAX_SECRET_BYTES}: revoke some first`,
  );
}
