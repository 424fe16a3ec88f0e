import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';
import { withPolicy } from './with-policy';

/** `aws_secretsmanager_secret`: without a value, in its region and in every replica's. */
export const awsSecretsmanagerSecret: ResourceType<Services> = {
  type: 'aws_secretsmanager_secret',
  attributes: {
    name: 'served',
    description: DESCRIPTION,
    'replica.region': 'served',
    policy: 'served',
    recovery_window_in_days: { inert: 'nothing is ever destroyed' },
    force_overwrite_replica_secret: { inert: 'a local start finds no earlier secrets' },
    tags: TAGS,
  },
  create({ region, attributes }, { iam, secretsmanager }) {
    const replicas = [attributes.replica ?? []].flat() as { region: string }[];
    const secret = secretsmanager.createSecret(region, {
      name: String(attributes.name),
      description: attributes.description as string | undefined,
      replicaRegions: replicas.map((replica) => replica.region),
    });
    const arn = secretsmanager.arnIn(region, secret);
    const policy = attributes.policy as string | undefined;
    for (const each of policy === undefined ? [] : [region, ...secret.replicaRegions]) {
      withPolicy('policy', () =>
        iam.putResourcePolicy(secretsmanager.arnIn(each, secret), String(attributes.policy)),
      );
    }
    return { id: arn, arn, name: secret.name };
  },
};
