import type { Secret } from './secret';
import type { SecretsManagerService } from './service';

/** A secret as DescribeSecret and ListSecrets show it. Dates in epoch seconds. */
export interface SecretDescription {
  ARN: string;
  Name: string;
  Description?: string;
  CreatedDate: number;
  LastChangedDate: number;
  PrimaryRegion?: string;
}

/** Without the versions, which the two operations name differently. */
export function describe(secret: Secret, region: string, service: SecretsManagerService): SecretDescription {
  return {
    ARN: service.arnIn(region, secret),
    Name: secret.name,
    Description: secret.description,
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    PrimaryRegion: secret.replicaRegions.length > 0 ? secret.primaryRegion : undefined,
  };
}

/** Staging labels by version id; versions without one are not shown. */
export function versionStages({ versions }: Secret): Record<string, string[]> | undefined {
  const labelled = versions.filter(({ stages }) => stages.size > 0);
  const stages = labelled.map(({ id, stages }) => [id, [...stages]]);
  return stages.length > 0 ? Object.fromEntries(stages) : undefined;
}
