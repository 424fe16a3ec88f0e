import type { JsonOperation } from '../../protocol/json-operation';
import { describe, type SecretDescription, versionStages } from '../description';
import { findSecret, type SecretInput, secretArnOf } from '../find-secret';
import type { Secret } from '../secret';
import type { SecretsManagerService } from '../service';

interface Output extends SecretDescription {
  VersionIdsToStages?: Record<string, string[]>;
  ReplicationStatus?: { Region: string; Status: string; StatusMessage: string }[];
}

export const describeSecret: JsonOperation<SecretsManagerService, SecretInput, Output> = {
  action: 'secretsmanager:DescribeSecret',
  resource: secretArnOf,
  run: (input, service, context) => {
    const secret = findSecret(input, service, context);
    return {
      ...describe(secret, context.region, service),
      VersionIdsToStages: versionStages(secret),
      ReplicationStatus: replicationStatus(secret, context.region),
    };
  },
};

/** Known in the primary region only; replication is immediate here. */
function replicationStatus(
  { primaryRegion, replicaRegions }: Secret,
  region: string,
): Output['ReplicationStatus'] {
  if (region !== primaryRegion || replicaRegions.length === 0) {
    return undefined;
  }
  return replicaRegions.map((Region) => ({
    Region,
    Status: 'InSync',
    StatusMessage: 'Replication succeeded',
  }));
}
