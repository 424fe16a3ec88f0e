import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import { describe, type SecretDescription, versionStages } from '../description';
import type { SecretsManagerService } from '../service';

interface Entry extends SecretDescription {
  SecretVersionsToStages?: Record<string, string[]>;
}

/** All secrets of a region in one page; filters are not served. */
export const listSecrets: JsonOperation<
  SecretsManagerService,
  { Filters?: unknown[] },
  { SecretList: Entry[] }
> = {
  action: 'secretsmanager:ListSecrets',
  resource: () => '*',
  run: ({ Filters }, service, { region }) => {
    if (Filters?.length) {
      throw new AwsError('NotImplemented', 'secretsmanager: Filters are not served by the local cloud.', 501);
    }
    return {
      SecretList: service.secretsIn(region).map((secret) => ({
        ...describe(secret, region, service),
        SecretVersionsToStages: versionStages(secret),
      })),
    };
  },
};
