import { type AttributeValue, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CaptureRecord, IdempotencyItem } from '../../contracts/record';

/** The records table and a client for it. */
export interface RecordsTable {
  client: Pick<DynamoDBClient, 'send'>;
  name: string;
}

/** A capture's record as of now (consistent read), or undefined. */
export async function readRecord(table: RecordsTable, id: string): Promise<CaptureRecord | undefined> {
  const item = await readItem(table, id);
  return item && (unmarshall(item) as CaptureRecord);
}

/** Who holds an idempotency key as of now (consistent read), or undefined. */
export async function readIdempotencyItem(
  table: RecordsTable,
  id: string,
): Promise<IdempotencyItem | undefined> {
  const item = await readItem(table, id);
  return item && (unmarshall(item) as IdempotencyItem);
}

async function readItem(
  table: RecordsTable,
  id: string,
): Promise<Record<string, AttributeValue> | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: { id: { S: id } }, ConsistentRead: true }),
  );
  return Item;
}
