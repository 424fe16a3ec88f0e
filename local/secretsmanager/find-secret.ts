import { AwsError } from '../core/aws-error';
import type { OperationContext } from '../protocol/json-operation';
import type { Secret } from './secret';
import type { SecretsManagerService } from './service';

/** Input of every operation that names a secret. */
export interface SecretInput {
  /** Name or ARN, also an ARN without its random end. */
  SecretId: string;
}

/** ARN that the call is evaluated against: the secret's, or what was given when there is no such secret. */
export function secretArnOf(
  { SecretId }: SecretInput,
  service: SecretsManagerService,
  { region }: OperationContext,
): string {
  const secret = service.secretOf(region, SecretId);
  if (secret) {
    return service.arnIn(region, secret);
  }
  return SecretId?.startsWith('arn:') ? SecretId : service.secretArn(region, SecretId ?? '*');
}

/** The secret. @throws AwsError `ResourceNotFoundException` */
export function findSecret(
  { SecretId }: SecretInput,
  service: SecretsManagerService,
  { region }: OperationContext,
): Secret {
  const secret = service.secretOf(region, SecretId);
  if (!secret) {
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  return secret;
}
