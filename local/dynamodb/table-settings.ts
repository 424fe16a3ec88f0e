/** Types of key attributes. */
export type KeyType = 'S' | 'N' | 'B';

/** Keys of a table or index. */
export interface KeySettings {
  hashKey: string;
  rangeKey?: string;
}

export interface IndexSettings extends KeySettings {
  name: string;
  projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /** With INCLUDE only. */
  nonKeyAttributes?: string[];
}

/** An on-demand table as Terraform makes it. */
export interface TableSettings extends KeySettings {
  name: string;
  /** Types of all key attributes, by name. */
  attributes: Record<string, KeyType>;
  globalIndexes: IndexSettings[];
  /** Attribute with an item's end of life, epoch seconds. */
  ttlAttribute?: string;
  /** Other regions that have a replica. */
  replicaRegions: string[];
}

/** The settings as input of CreateTable. */
export function createTableInput(settings: TableSettings): Record<string, unknown> {
  const { name, attributes, globalIndexes } = settings;
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: Object.entries(attributes).map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: keySchema(settings),
    GlobalSecondaryIndexes: globalIndexes.length > 0 ? globalIndexes.map(indexInput) : undefined,
  };
}

function indexInput(index: IndexSettings): Record<string, unknown> {
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: { ProjectionType: index.projection, NonKeyAttributes: index.nonKeyAttributes },
  };
}

function keySchema({ hashKey, rangeKey }: KeySettings): { AttributeName: string; KeyType: string }[] {
  const hash = { AttributeName: hashKey, KeyType: 'HASH' };
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: 'RANGE' }];
}
