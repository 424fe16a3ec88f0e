import { randomBytes } from 'node:crypto';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { describeSecret } from './operations/describe-secret';
import { getSecretValue } from './operations/get-secret-value';
import { listSecrets } from './operations/list-secrets';
import { putSecretValue } from './operations/put-secret-value';
import { updateSecretVersionStage } from './operations/update-secret-version-stage';
import type { Secret } from './secret';

const OPERATIONS: JsonOperations<SecretsManagerService> = {
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
  ListSecrets: listSecrets,
  PutSecretValue: putSecretValue,
  UpdateSecretVersionStage: updateSecretVersionStage,
};

/** A secret as Terraform makes it: without a value. */
export interface SecretProps {
  name: string;
  description?: string;
  /** Regions besides the primary one. */
  replicaRegions: string[];
}

/** AWS Secrets Manager in all regions. Secrets come from Terraform only: CreateSecret is not served. */
export class SecretsManagerService implements AwsService {
  /** By region and name; a replica is the same secret, seen from its region. */
  private readonly secrets = new Map<string, Secret>();

  constructor(private readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    return serveJson({ service: 'secretsmanager', operations: OPERATIONS, gate, state: this }, request);
  }

  /** @throws Error when one of the regions has a secret of that name */
  createSecret(region: string, { name, description, replicaRegions }: SecretProps): Secret {
    const now = this.now();
    const secret: Secret = {
      name,
      description,
      primaryRegion: region,
      replicaRegions,
      arnSuffix: `${name}-${randomSuffix()}`,
      createdAt: now,
      changedAt: now,
      versions: [],
    };
    for (const each of [region, ...replicaRegions]) {
      const key = `${each} ${name}`;
      if (this.secrets.has(key)) {
        throw new Error(`the secret ${name} exists already in ${each}`);
      }
      this.secrets.set(key, secret);
    }
    return secret;
  }

  /** By name, by ARN, or by an ARN without its random end. */
  secretOf(region: string, id: string): Secret | undefined {
    const byName = this.secrets.get(`${region} ${id}`);
    if (byName || !id?.startsWith('arn:')) {
      return byName;
    }
    return this.secretsIn(region).find(
      (secret) => id === this.arnIn(region, secret) || id === this.secretArn(region, secret.name),
    );
  }

  secretsIn(region: string): Secret[] {
    const inRegion = [...this.secrets].filter(([key]) => key.startsWith(`${region} `));
    return inRegion.map(([, secret]) => secret);
  }

  /** The secret's ARN in a region where it or its replica lies. */
  arnIn(region: string, { arnSuffix }: Secret): string {
    return this.secretArn(region, arnSuffix);
  }

  secretArn(region: string, nameOrSuffix: string): string {
    return `arn:${this.cloud.partition}:secretsmanager:${region}:${this.cloud.accountId}:secret:${nameOrSuffix}`;
  }

  /** Epoch ms. */
  now(): number {
    return this.cloud.now();
  }
}

/** Six letters and digits, as at the end of every secret's ARN. */
function randomSuffix(): string {
  return randomBytes(32)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6);
}
