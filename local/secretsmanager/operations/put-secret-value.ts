import { randomUUID } from 'node:crypto';
import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { findSecret, type SecretInput, secretArnOf } from '../find-secret';
import { addVersion, CURRENT, type Secret } from '../secret';
import type { SecretsManagerService } from '../service';

interface Input extends SecretInput {
  /** Version id, which makes the call idempotent. */
  ClientRequestToken?: string;
  SecretString?: string;
  /** Base64. */
  SecretBinary?: string;
  VersionStages?: string[];
}

interface Output {
  ARN: string;
  Name: string;
  VersionId: string;
  VersionStages: string[];
}

/** Source: Secrets Manager quotas, "Secret value size". Bytes. */
const MAX_VALUE_BYTES = 65_536;

export const putSecretValue: JsonOperation<SecretsManagerService, Input, Output> = {
  action: 'secretsmanager:PutSecretValue',
  resource: secretArnOf,
  run: (input, service, context) => {
    const secret = findSecret(input, service, context);
    refuseReplica(secret, context.region);
    checkValue(input);
    const id = input.ClientRequestToken ?? randomUUID();
    const stages = stagesOf(secret, input);
    if (!isRepeated(secret, id, input)) {
      const { SecretString: string, SecretBinary: binary } = input;
      addVersion(secret, { id, string, binary, stages: new Set(stages), createdAt: service.now() });
    }
    const ARN = service.arnIn(context.region, secret);
    return { ARN, Name: secret.name, VersionId: id, VersionStages: stages };
  },
};

/** The first version of a secret becomes the current one, whatever the caller says. */
function stagesOf({ versions }: Secret, { VersionStages = [CURRENT] }: Input): string[] {
  return versions.length === 0 ? [...new Set([...VersionStages, CURRENT])] : VersionStages;
}

function refuseReplica({ primaryRegion }: Secret, region: string): void {
  if (region !== primaryRegion) {
    throw new AwsError(
      'InvalidParameterException',
      "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    );
  }
}

function checkValue({ SecretString, SecretBinary }: Input): void {
  if ((SecretString === undefined) === (SecretBinary === undefined)) {
    throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
  }
  if (Buffer.byteLength(SecretString ?? SecretBinary ?? '') > MAX_VALUE_BYTES) {
    throw new AwsError('InvalidParameterException', 'The secret value is larger than 65536 bytes.');
  }
}

/** Whether this very version exists already. @throws AwsError `ResourceExistsException` when it has another value */
function isRepeated({ versions }: Secret, id: string, { SecretString, SecretBinary }: Input): boolean {
  const existing = versions.find((version) => version.id === id);
  if (existing && (existing.string !== SecretString || existing.binary !== SecretBinary)) {
    throw new AwsError(
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret.`,
    );
  }
  return existing !== undefined;
}
