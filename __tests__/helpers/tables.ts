import { DynamoDbService } from '../../local/dynamodb/service';
import { REGION, TestCloud } from './test-cloud';

/** A table `records` with the index `attention`, and replicas. */
export async function makeTable(...replicaRegions: string[]) {
  const cloud = new TestCloud();
  const dynamodb = new DynamoDbService(cloud);
  cloud.serve('dynamodb', dynamodb);
  const arn = await dynamodb.createTable(REGION, {
    name: 'records',
    hashKey: 'id',
    attributes: { id: 'S', attention: 'S', claimedAt: 'N' },
    globalIndexes: [{ name: 'attention', hashKey: 'attention', rangeKey: 'claimedAt', projection: 'ALL' }],
    ttlAttribute: 'expiresAt',
    replicaRegions,
  });
  const ask = <T = Record<string, unknown>>(operation: string, input: object = {}) =>
    cloud.ask<T>('dynamodb', operation, { TableName: 'records', ...input });
  return { cloud, dynamodb, arn, ask };
}
