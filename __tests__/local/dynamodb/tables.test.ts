import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { makeTable } from '../../helpers/tables';

const claim = (id: string, me: string) => ({
  Key: { id: { S: id } },
  UpdateExpression: 'SET #claim = :me, attempts = if_not_exists(attempts, :zero) + :one REMOVE #error',
  ConditionExpression:
    'attribute_not_exists(id) OR (attribute_not_exists(#final) AND (attempts < :max AND #claim = :none))',
  ExpressionAttributeNames: { '#claim': 'claim', '#error': 'error', '#final': 'final' },
  ExpressionAttributeValues: {
    ':me': { S: me },
    ':none': { S: 'none' },
    ':zero': { N: '0' },
    ':one': { N: '1' },
    ':max': { N: '5' },
  },
  ReturnValues: 'ALL_NEW',
});

describe('a table', () => {
  it('lets exactly one of many racing conditional updates win', async () => {
    const { ask } = await makeTable();
    const racers = Array.from({ length: 50 }, (_, index) => ask('UpdateItem', claim('a', `claim ${index}`)));
    const results = await Promise.allSettled(racers);
    const winners = results.filter(({ status }) => status === 'fulfilled');
    const losers = results.filter((result) => result.status === 'rejected');
    expect(winners).toHaveLength(1);
    expect(losers.every(({ reason }) => reason.code === 'ConditionalCheckFailedException')).toBe(true);
    const winner = winners[0] as PromiseFulfilledResult<{ Attributes: object }>;
    const { Item } = await ask('GetItem', { Key: { id: { S: 'a' } }, ConsistentRead: true });
    expect(Item).toEqual(winner.value.Attributes);
  });

  it('evaluates an expression that it has seen before with the values of the new request', async () => {
    const { ask } = await makeTable();
    for (const [id, me] of [
      ['a', 'first'],
      ['b', 'second'],
      ['c', 'third'],
    ] as const) {
      const { Attributes } = await ask('UpdateItem', claim(id, me));
      expect(Attributes).toEqual({ id: { S: id }, claim: { S: me }, attempts: { N: '1' } });
    }
    const nested = {
      ...claim('a', 'x'),
      ConditionExpression: '#claim = :none',
      UpdateExpression: 'SET x = :me',
    };
    await expect(ask('UpdateItem', nested)).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('finds by an index only what has its key attributes, in the order of the range key', async () => {
    const { ask } = await makeTable();
    const put = (id: string, claimedAt: string, attention?: string) =>
      ask('PutItem', {
        Item: {
          id: { S: id },
          claimedAt: { N: claimedAt },
          ...(attention ? { attention: { S: attention } } : {}),
        },
      });
    await put('late', '20', 'FAILED');
    await put('early', '3', 'FAILED');
    await put('fine', '1');
    await put('rejected', '1', 'REJECTED');
    const { Items } = await ask<{ Items: { id: { S: string } }[] }>('Query', {
      IndexName: 'attention',
      KeyConditionExpression: 'attention = :status AND claimedAt > :after',
      ExpressionAttributeValues: { ':status': { S: 'FAILED' }, ':after': { N: '0' } },
    });
    expect(Items.map(({ id }) => id.S)).toEqual(['early', 'late']);
    const { Count } = await ask('Scan', {});
    expect(Count).toBe(4);
  });

  it('is described as active, on demand, with its own ARN and time to live', async () => {
    const { ask, arn } = await makeTable();
    expect(await ask('DescribeTable')).toMatchObject({
      Table: { TableStatus: 'ACTIVE', TableArn: arn, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } },
    });
    expect(await ask('DescribeTimeToLive')).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    });
  });

  it('is gated by its ARN, and a query of an index by the index', async () => {
    const { ask, cloud, arn } = await makeTable();
    const run = jest.spyOn(cloud.gate, 'run');
    await ask('Scan');
    await ask('Scan', { IndexName: 'attention' });
    await cloud.ask('dynamodb', 'BatchGetItem', {
      RequestItems: { records: { Keys: [{ id: { S: 'a' } }] } },
    });
    expect(run.mock.calls.map(([{ action, resource }]) => [action, resource])).toEqual([
      ['dynamodb:Scan', arn],
      ['dynamodb:Scan', `${arn}/index/attention`],
      ['dynamodb:BatchGetItem', arn],
    ]);
  });

  it('lies in one region', async () => {
    const { cloud } = await makeTable();
    const get = { TableName: 'records', Key: { id: { S: 'a' } } };
    await expect(cloud.ask('dynamodb', 'GetItem', get, 'us-east-1')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  it('fails for a reserved word, an unused value and a missing key', async () => {
    const { ask } = await makeTable();
    const key = { Key: { id: { S: 'a' } } };
    const reserved = {
      ...key,
      UpdateExpression: 'SET status = :s',
      ExpressionAttributeValues: { ':s': { S: 'x' } },
    };
    await expect(ask('UpdateItem', reserved)).rejects.toMatchObject({
      message: 'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
    });
    const unused = { ...key, UpdateExpression: 'REMOVE x', ExpressionAttributeValues: { ':s': { S: 'x' } } };
    for (let again = 0; again < 2; again++) {
      await expect(ask('UpdateItem', unused)).rejects.toMatchObject({
        message: 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:s}',
      });
    }
    await expect(ask('GetItem', { Key: {} })).rejects.toMatchObject({ code: 'ValidationException' });
  });

  it('fails with 501 for a member of the input that would be ignored, and for operations outside the allow-list', async () => {
    const { ask } = await makeTable();
    const input = { ...claim('a', 'x'), ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
    await expect(ask('UpdateItem', input)).rejects.toMatchObject({
      status: 501,
      message: 'dynamodb:UpdateItem: ReturnValuesOnConditionCheckFailure is not served by the local cloud.',
    });
    await expect(ask('TransactWriteItems')).rejects.toMatchObject({ status: 501 });
    await expect(ask('CreateTable')).rejects.toMatchObject({ status: 501 });
  });

  it('works with the DynamoDB client of the AWS SDK', async () => {
    const { cloud } = await makeTable();
    const { close } = await cloud.listen();
    const client = new DynamoDBClient(cloud.clientConfig());
    try {
      const Item = { id: { S: 'a' }, b: { B: new Uint8Array([0, 255]) } };
      const put = { TableName: 'records', Item, ConditionExpression: 'attribute_not_exists(id)' };
      await client.send(new PutItemCommand(put));
      await expect(client.send(new PutItemCommand(put))).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
      });
      const query = new QueryCommand({
        TableName: 'records',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: 'a' } },
      });
      expect((await client.send(query)).Items).toEqual([Item]);
    } finally {
      client.destroy();
      await close();
    }
  });
});
