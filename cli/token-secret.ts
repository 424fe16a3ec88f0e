import { randomUUID } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { MAX_SECRET_BYTES, parseTokenSecret, type TokenHashes } from '../contracts/tokens';
import { CommandError, ExitCode } from './exit-code';

/** The token secret of a deployment. */
export interface TokenSecret {
  client: Pick<SecretsManagerClient, 'send'>;
  secretId: string;
}

interface SecretVersion {
  tokens: TokenHashes;
  /** Undefined while the secret has no value. */
  versionId?: string;
}

/** Staging label of a version that is written but not yet in force. */
const PENDING = 'PILLARBOX_PENDING';

/** Times that a change is made again because somebody else's came first. */
const MAX_TRIES = 5;

/** The tokens in force. */
export async function readTokens(secret: TokenSecret): Promise<TokenHashes> {
  return (await readVersion(secret)).tokens;
}

/**
 * Changes the tokens without losing anybody else's change: the new version is put beside the one in force, and takes
 * its place only if that is still the version that was read.
 *
 * @param change makes the new tokens of the old; may be called again, and may throw to change nothing
 */
export async function changeTokens(
  secret: TokenSecret,
  change: (tokens: TokenHashes) => TokenHashes,
): Promise<void> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const seen = await readVersion(secret);
    if (await replaceVersion(secret, seen, change({ ...seen.tokens }))) return;
  }
  throw new CommandError(
    ExitCode.Failed,
    'the tokens kept changing while they were being changed: try again',
  );
}

async function readVersion({ client, secretId }: TokenSecret): Promise<SecretVersion> {
  try {
    const { SecretString, VersionId } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return { tokens: parseTokenSecret(SecretString ?? '{}'), versionId: VersionId };
  } catch (error) {
    // Both a secret without a value and no secret at all; putting a value tells them apart.
    if ((error as Error).name === 'ResourceNotFoundException') return { tokens: {} };
    throw error;
  }
}

/** @returns false when another version has come into force meanwhile */
async function replaceVersion(
  { client, secretId }: TokenSecret,
  seen: SecretVersion,
  tokens: TokenHashes,
): Promise<boolean> {
  const versionId = randomUUID();
  await client.send(
    new PutSecretValueCommand({
      SecretId: secretId,
      ClientRequestToken: versionId,
      SecretString: serialize(tokens),
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
  return (await readVersion({ client, secretId })).versionId === versionId;
}

/** @throws CommandError when the secret could not hold them */
function serialize(tokens: TokenHashes): string {
  const text = JSON.stringify(tokens);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_SECRET_BYTES) return text;
  throw new CommandError(
    ExitCode.Failed,
    `${Object.keys(tokens).length} tokens need ${bytes} bytes, a secret holds ${MAX_SECRET_BYTES}: revoke some first`,
  );
}
