import { type AttributeValue, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { UNFINISHED_INDEX } from '../../contracts/naming';
import { type CaptureRecord, UNFINISHED } from '../../contracts/record';
import type { RecordsTable } from '../shared/read-record';

/** What the index says of an unfinished capture: enough to take it up. */
export type DueRecord = CaptureRecord & Required<Pick<CaptureRecord, 'dueAt' | 'maxAttempts'>>;

/** Records in one answer: small, so that the first work begins at once. */
const PAGE = 100;

/** The unfinished records that are due at a time, epoch ms, the longest due first. Read from the index: it may lag. */
export async function* dueRecords(table: RecordsTable, at: number): AsyncGenerator<DueRecord[]> {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: UNFINISHED_INDEX,
        KeyConditionExpression: '#unfinished = :standard AND #dueAt <= :at',
        ExpressionAttributeNames: { '#unfinished': 'unfinished', '#dueAt': 'dueAt' },
        ExpressionAttributeValues: { ':standard': { S: UNFINISHED }, ':at': { N: String(at) } },
        Limit: PAGE,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield Items.map((item) => unmarshall(item) as DueRecord);
    start = LastEvaluatedKey;
  } while (start);
}
