import {
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { ATTENTION_INDEX, UNFINISHED_INDEX } from '../../contracts/naming';
import { conformance } from './conformance';
import { TestRecords } from './records';

conformance('DynamoDB expressions', (behaviour, given) => {
  const client = given.client((config) => new DynamoDBClient(config));
  let records: TestRecords;
  beforeEach(async () => {
    records = new TestRecords(client, await given.target.createRecordsTable());
  });
  const update = (id: string, input: Partial<UpdateItemCommandInput>) =>
    client.send(new UpdateItemCommand({ TableName: records.name, Key: { id: { S: id } }, ...input }));
  const validation = { name: 'ValidationException', $metadata: { httpStatusCode: 400 } };

  behaviour('ADD makes a number of nothing, and counts on', async () => {
    const add = {
      UpdateExpression: 'ADD attempts :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW' as const,
    };
    expect((await update('a', add)).Attributes).toEqual({ attempts: { N: '1' } });
    expect((await update('a', add)).Attributes).toEqual({ attempts: { N: '2' } });
  });

  behaviour('REMOVE of what is not there is no error', async () => {
    await update('a', {
      UpdateExpression: 'REMOVE attention, #error',
      ExpressionAttributeNames: { '#error': 'error' },
    });
    expect(await records.get('a')).toEqual({ id: 'a' });
  });

  behaviour('an update answers what it has changed, and nothing else', async () => {
    await records.put({ id: 'a', attempts: 1, other: 'x' });
    const { Attributes } = await update('a', {
      UpdateExpression: 'SET #status = :failed ADD attempts :one',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':failed': { S: 'FAILED' }, ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    });
    expect(Attributes).toEqual({ status: { S: 'FAILED' }, attempts: { N: '2' } });
  });

  behaviour('fails with ValidationException for a reserved word that has no alias', async () => {
    const reserved = { UpdateExpression: 'SET status = :x', ExpressionAttributeValues: { ':x': { S: 'x' } } };
    await expect(update('a', reserved)).rejects.toMatchObject({
      ...validation,
      message: expect.stringContaining('reserved keyword: status'),
    });
  });

  behaviour('fails with ValidationException for a name or value that is not used', async () => {
    const SET = { UpdateExpression: 'SET a = :x', ExpressionAttributeValues: { ':x': { S: 'x' } } };
    const unusedValue = { ...SET, ExpressionAttributeValues: { ':x': { S: 'x' }, ':y': { S: 'y' } } };
    await expect(update('a', unusedValue)).rejects.toMatchObject(validation);
    await expect(update('a', { ...SET, ExpressionAttributeNames: { '#no': 'no' } })).rejects.toMatchObject(
      validation,
    );
  });

  behaviour('fails with ValidationException to subtract from what is not there', async () => {
    const subtract = {
      UpdateExpression: 'SET attempts = attempts - :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    await expect(update('missing', subtract)).rejects.toMatchObject(validation);
  });

  behaviour('a condition compares numbers as numbers', async () => {
    await records.put({ id: 'a', leaseExpiresAt: 9 });
    const over = (now: string) => ({
      UpdateExpression: 'SET seen = :now',
      ConditionExpression: 'leaseExpiresAt <= :now',
      ExpressionAttributeValues: { ':now': { N: now } },
    });
    await update('a', over('10'));
    await expect(update('a', over('8'))).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  behaviour('a comparison with an attribute that is not there does not hold', async () => {
    const compare = {
      UpdateExpression: 'SET seen = :x',
      ConditionExpression: 'attempts < :x',
      ExpressionAttributeValues: { ':x': { N: '1' } },
    };
    await expect(update('new', compare)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await records.get('new')).toBeUndefined();
  });

  behaviour('a put replaces the whole item, and a conditional one only what it expects', async () => {
    await records.put({ id: 'a', old: 1 });
    await records.put({ id: 'a', claim: 'one' });
    expect(await records.get('a')).toEqual({ id: 'a', claim: 'one' });
    const put = (seen: string) =>
      new PutItemCommand({
        TableName: records.name,
        Item: { id: { S: 'a' }, claim: { S: 'two' } },
        ConditionExpression: '#claim = :seen',
        ExpressionAttributeNames: { '#claim': 'claim' },
        ExpressionAttributeValues: { ':seen': { S: seen } },
      });
    await expect(client.send(put('other'))).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    });
    await client.send(put('one'));
    expect(await records.get('a')).toEqual({ id: 'a', claim: 'two' });
  });

  behaviour('a read of what is not there answers no item', async () => {
    const get = new GetItemCommand({ TableName: records.name, Key: { id: { S: 'missing' } } });
    expect((await client.send(get)).Item).toBeUndefined();
  });

  behaviour('fails with ResourceNotFoundException for a table that is not there', async () => {
    const get = new GetItemCommand({ TableName: `${records.name}-not`, Key: { id: { S: 'a' } } });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  behaviour('a deleted item is gone, and can be deleted again', async () => {
    await records.put({ id: 'a' });
    const remove = () =>
      client.send(new DeleteItemCommand({ TableName: records.name, Key: { id: { S: 'a' } } }));
    await remove();
    await remove();
    expect(await records.get('a')).toBeUndefined();
  });

  behaviour('a table describes its keys and indexes', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: records.name }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
    const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(
      ({ IndexName, Projection }) => `${IndexName} ${Projection?.ProjectionType}`,
    );
    expect(indexes.sort()).toEqual([`${ATTENTION_INDEX} ALL`, `${UNFINISHED_INDEX} ALL`]);
  });
});
