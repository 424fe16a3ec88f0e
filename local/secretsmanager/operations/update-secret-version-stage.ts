import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { findSecret, type SecretInput, secretArnOf } from '../find-secret';
import { CURRENT, PREVIOUS } from '../secret';
import type { SecretsManagerService } from '../service';

interface Input extends SecretInput {
  VersionStage: string;
  MoveToVersionId?: string;
  RemoveFromVersionId?: string;
}

/** Moves a staging label; it leaves a version only if the caller names that version. */
export const updateSecretVersionStage: JsonOperation<
  SecretsManagerService,
  Input,
  { ARN: string; Name: string }
> = {
  action: 'secretsmanager:UpdateSecretVersionStage',
  resource: secretArnOf,
  run: (input, service, context) => {
    const secret = findSecret(input, service, context);
    const { VersionStage, MoveToVersionId, RemoveFromVersionId } = input;
    const from = secret.versions.find(({ stages }) => stages.has(VersionStage));
    const to = secret.versions.find(({ id }) => id === MoveToVersionId);
    if (!to) {
      throw new AwsError(
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret version.",
      );
    }
    if (from && from !== to && from.id !== RemoveFromVersionId) {
      throw new AwsError(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId can't be empty or name another version. Staging label ${VersionStage} is attached to version ${from.id}.`,
      );
    }
    if (from && from !== to) {
      from.stages.delete(VersionStage);
      if (VersionStage === CURRENT) {
        for (const { stages } of secret.versions) stages.delete(PREVIOUS);
        from.stages.add(PREVIOUS);
      }
    }
    to.stages.add(VersionStage);
    secret.changedAt = service.now();
    return { ARN: service.arnIn(context.region, secret), Name: secret.name };
  },
};
