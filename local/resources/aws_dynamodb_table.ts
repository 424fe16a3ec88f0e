import type { ResourceType } from '../core/resource-type';
import { createReplicationRole, replicationRoleArn } from '../dynamodb/replication-role';
import type { IndexSettings, KeyType, TableSettings } from '../dynamodb/table-settings';
import type { Services } from '../services';
import { oneOf, TAGS } from './checks';
import { soleBlock } from './sole-block';

const TTL = 'AWS deletes expired items within days of their time; a local start forgets everything before';

/** `aws_dynamodb_table`, on demand. */
export const awsDynamodbTable: ResourceType<Services> = {
  type: 'aws_dynamodb_table',
  attributes: {
    name: 'served',
    billing_mode: oneOf('PAY_PER_REQUEST'),
    hash_key: 'served',
    range_key: 'served',
    'attribute.name': 'served',
    'attribute.type': 'served',
    'global_secondary_index.name': 'served',
    'global_secondary_index.hash_key': 'served',
    'global_secondary_index.range_key': 'served',
    'global_secondary_index.projection_type': 'served',
    'global_secondary_index.non_key_attributes': 'served',
    'ttl.attribute_name': { inert: TTL },
    'ttl.enabled': { inert: TTL },
    stream_enabled: oneOf(true),
    stream_view_type: oneOf('NEW_AND_OLD_IMAGES'),
    'replica.region_name': 'served',
    'replica.point_in_time_recovery': { inert: 'a local start cannot be restored' },
    'replica.propagate_tags': TAGS,
    'point_in_time_recovery.enabled': { inert: 'a local start cannot be restored' },
    'server_side_encryption.enabled': { inert: 'nothing is encrypted here' },
    deletion_protection_enabled: { inert: 'nothing is ever destroyed' },
    tags: TAGS,
  },
  async create({ region, attributes }, { cloud, dynamodb, iam }) {
    const settings = settingsOf(attributes);
    if (settings.replicaRegions.length > 0) {
      checkReplicas(region, settings.replicaRegions, attributes);
      createReplicationRole(iam, replicationRoleArn(cloud.partition, cloud.accountId));
    }
    const arn = await dynamodb.createTable(region, settings);
    return { id: settings.name, name: settings.name, arn };
  },
};

/** @throws Error as DynamoDB refuses to create replicas */
function checkReplicas(
  region: string,
  replicas: string[],
  { stream_enabled }: Record<string, unknown>,
): void {
  if (stream_enabled !== true) throw new Error('replica: needs stream_enabled = true');
  const regions = [region, ...replicas];
  const twice = replicas.find((replica, index) => regions.indexOf(replica) <= index);
  if (twice) throw new Error(`replica: received ${twice}, where the table is already`);
}

interface Keyed {
  name: string;
  hash_key: string;
  range_key?: string;
}

interface IndexBlock extends Keyed {
  projection_type: IndexSettings['projection'];
  non_key_attributes?: string[];
}

function settingsOf(attributes: Record<string, unknown>): TableSettings {
  const { name, hash_key: hashKey, range_key: rangeKey } = attributes as unknown as Keyed;
  const ttl = soleBlock(attributes.ttl);
  const types = blocks<{ name: string; type: KeyType }>(attributes.attribute);
  return {
    name,
    hashKey,
    rangeKey,
    attributes: Object.fromEntries(types.map((attribute) => [attribute.name, attribute.type])),
    globalIndexes: blocks<IndexBlock>(attributes.global_secondary_index).map((index) => ({
      name: index.name,
      hashKey: index.hash_key,
      rangeKey: index.range_key,
      projection: index.projection_type,
      nonKeyAttributes: index.non_key_attributes,
    })),
    replicaRegions: blocks<{ region_name: string }>(attributes.replica).map((replica) => replica.region_name),
    ttlAttribute: ttl.enabled === true ? String(ttl.attribute_name) : undefined,
  };
}

function blocks<T>(value: unknown): T[] {
  return [value ?? []].flat() as T[];
}
