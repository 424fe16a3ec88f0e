import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { recordsTableName } from '../contracts/naming';
import type { StoredItem } from './end-state';
import { type AuditTarget, clientsOf } from './target';

/** Every item of the records table, read consistently. */
export async function readItems(target: AuditTarget, pageSize: number): Promise<StoredItem[]> {
  const client = clientsOf(target, target.centralRegion).dynamodb();
  const items: StoredItem[] = [];
  try {
    const pages = paginateScan(
      { client, pageSize },
      { TableName: recordsTableName(target.name), ConsistentRead: true },
    );
    for await (const { Items = [] } of pages)
      items.push(...Items.map((item) => unmarshall(item) as StoredItem));
  } finally {
    client.destroy();
  }
  return items;
}
