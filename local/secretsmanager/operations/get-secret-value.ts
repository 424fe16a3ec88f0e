import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { findSecret, type SecretInput, secretArnOf } from '../find-secret';
import { CURRENT, type Secret, type SecretVersion } from '../secret';
import type { SecretsManagerService } from '../service';

interface Input extends SecretInput {
  VersionId?: string;
  VersionStage?: string;
}

interface Output {
  ARN: string;
  Name: string;
  VersionId: string;
  SecretString?: string;
  SecretBinary?: string;
  VersionStages: string[];
  /** Epoch seconds. */
  CreatedDate: number;
}

export const getSecretValue: JsonOperation<SecretsManagerService, Input, Output> = {
  action: 'secretsmanager:GetSecretValue',
  resource: secretArnOf,
  run: (input, service, context) => {
    const secret = findSecret(input, service, context);
    const version = findVersion(secret, input);
    return {
      ARN: service.arnIn(context.region, secret),
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.string,
      SecretBinary: version.binary,
      VersionStages: [...version.stages],
      CreatedDate: version.createdAt / 1000,
    };
  },
};

function findVersion({ versions }: Secret, { VersionId, VersionStage }: Input): SecretVersion {
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const version = versions.find(
    ({ id, stages }) =>
      (VersionId === undefined || id === VersionId) && (stage === undefined || stages.has(stage)),
  );
  if (!version) {
    const wanted = stage === undefined ? `VersionId: ${VersionId}` : `staging label: ${stage}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${wanted}`,
    );
  }
  return version;
}
