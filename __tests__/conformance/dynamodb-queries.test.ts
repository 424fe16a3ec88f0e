import {
  DynamoDBClient,
  QueryCommand,
  ScanCommand,
  type ScanCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTENTION_INDEX } from '../../contracts/naming';
import { conformance } from './conformance';
import { TestRecords } from './records';

conformance('DynamoDB queries', (behaviour, given) => {
  const client = given.client((config) => new DynamoDBClient(config));
  let records: TestRecords;
  beforeEach(async () => {
    records = new TestRecords(client, await given.target.createRecordsTable());
  });
  const update = (id: string, input: Partial<UpdateItemCommandInput>) =>
    client.send(new UpdateItemCommand({ TableName: records.name, Key: { id: { S: id } }, ...input }));
  const validation = { name: 'ValidationException', $metadata: { httpStatusCode: 400 } };

  const attention = (status: string, more: object = {}) =>
    client.send(
      new QueryCommand({
        TableName: records.name,
        IndexName: ATTENTION_INDEX,
        KeyConditionExpression: 'attention = :status',
        ExpressionAttributeValues: { ':status': { S: status } },
        ...more,
      }),
    );

  behaviour('the sparse index has only items with its keys, in the order of its range', async () => {
    await records.put({ id: 'late', attention: 'FAILED', claimedAt: 20, error: { name: 'E' } });
    await records.put({ id: 'early', attention: 'FAILED', claimedAt: 3 });
    await records.put({ id: 'other', attention: 'REJECTED', claimedAt: 1 });
    await records.put({ id: 'well', claimedAt: 2 });
    const { Items = [], Count } = await attention('FAILED');
    expect(Count).toBe(2);
    expect(Items.map((item) => unmarshall(item).id)).toEqual(['early', 'late']);
    expect(unmarshall(Items[1]!)).toMatchObject({ error: { name: 'E' } });
    await update('early', { UpdateExpression: 'REMOVE attention' });
    expect((await attention('FAILED')).Count).toBe(1);
  });

  behaviour('a query of an index goes on where its page ended, also backwards', async () => {
    for (const claimedAt of [1, 2, 3])
      await records.put({ id: `${claimedAt}`, attention: 'FAILED', claimedAt });
    const page = await attention('FAILED', { Limit: 2, ScanIndexForward: false });
    expect(page.Items?.map(({ id }) => id?.S)).toEqual(['3', '2']);
    const rest = await attention('FAILED', {
      ScanIndexForward: false,
      ExclusiveStartKey: page.LastEvaluatedKey,
    });
    expect(rest.Items?.map(({ id }) => id?.S)).toEqual(['1']);
    expect(rest.LastEvaluatedKey).toBeUndefined();
  });

  behaviour('fails with ValidationException for a consistent read of a global index', async () => {
    await expect(attention('FAILED', { ConsistentRead: true })).rejects.toMatchObject(validation);
  });

  behaviour('a scan with a filter goes through all pages', async () => {
    for (let n = 0; n < 7; n += 1) await records.put({ id: `${n}`, status: n % 2 ? 'FAILED' : 'COMPLETED' });
    const seen: (string | undefined)[] = [];
    let scanned = 0;
    let ExclusiveStartKey: ScanCommandOutput['LastEvaluatedKey'];
    do {
      const scan = new ScanCommand({
        TableName: records.name,
        FilterExpression: '#status = :failed',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':failed': { S: 'FAILED' } },
        Limit: 3,
        ExclusiveStartKey,
      });
      const page: ScanCommandOutput = await client.send(scan);
      seen.push(...(page.Items ?? []).map(({ id }) => id?.S));
      scanned += page.ScannedCount ?? 0;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(seen.sort()).toEqual(['1', '3', '5']);
    expect(scanned).toBe(7);
  });
});
