import type { Gate, GatedCall } from '../../../local/core/gate';
import { eventually } from '../../e2e/helpers/deployment';
import { REGION } from '../../helpers/test-cloud';
import { makeTable } from '../../helpers/tables';

const NEAR = 'eu-west-1';
const FAR = 'ap-southeast-2';

type Item = Record<string, { S: string }>;

async function makeReplicated(...regions: string[]) {
  const made = await makeTable(...regions);
  const askIn = <T = Record<string, unknown>>(region: string, operation: string, input: object = {}) =>
    made.cloud.ask<T>('dynamodb', operation, { TableName: 'records', ...input }, region);
  const itemIn = async (region: string, id: string) =>
    (await askIn<{ Item?: Item }>(region, 'GetItem', { Key: { id: { S: id } } })).Item;
  /** Once the replica has the item as `done` wants it. */
  const arrives = (region: string, id: string, done: (item?: Item) => boolean) =>
    eventually(`${id} in ${region}`, async () => (done(await itemIn(region, id)) ? true : undefined));
  return { ...made, askIn, itemIn, arrives };
}

const isGone = (item?: Item) => item === undefined;
const says = (text: string) => (item?: Item) => item?.text?.S === text;
const put = (id: string, text: string) => ({ Item: { id: { S: id }, text: { S: text } } });

/** Lets nothing through to a region while it is away. */
class Outage implements Gate {
  away: string | undefined;

  constructor(private readonly inner: Gate) {}

  async run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    if (call.region === this.away) throw new Error(`${call.region} is away`);
    return this.inner.run(call, work);
  }
}

describe('a replica', () => {
  it('follows every kind of write, in each of its regions', async () => {
    const { ask, cloud, arrives } = await makeReplicated(NEAR, FAR);
    await ask('PutItem', put('a', 'put'));
    for (const region of [NEAR, FAR]) await arrives(region, 'a', says('put'));

    await ask('UpdateItem', {
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET #text = :text',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':text': { S: 'updated' } },
    });
    await arrives(NEAR, 'a', says('updated'));
    await ask('DeleteItem', { Key: { id: { S: 'a' } } });
    await arrives(FAR, 'a', isGone);

    const PutRequest = put('b', 'batch');
    await cloud.ask('dynamodb', 'BatchWriteItem', { RequestItems: { records: [{ PutRequest }] } });
    await arrives(NEAR, 'b', says('batch'));
    const DeleteRequest = { Key: { id: { S: 'b' } } };
    await cloud.ask('dynamodb', 'BatchWriteItem', { RequestItems: { records: [{ DeleteRequest }] } });
    await arrives(NEAR, 'b', isGone);
  });

  it('has the indexes and the time to live of its table, and describes the others', async () => {
    const { ask, askIn, arrives } = await makeReplicated(NEAR, FAR);
    const Item = { ...put('a', 'x').Item, attention: { S: 'FAILED' }, claimedAt: { N: '1' } };
    await ask('PutItem', { Item });
    await arrives(NEAR, 'a', says('x'));

    const query = {
      IndexName: 'attention',
      KeyConditionExpression: 'attention = :status',
      ExpressionAttributeValues: { ':status': { S: 'FAILED' } },
    };
    expect(await askIn(NEAR, 'Query', query)).toMatchObject({ Count: 1, Items: [Item] });
    expect(await askIn(NEAR, 'DescribeTimeToLive')).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    });
    expect(await askIn(NEAR, 'DescribeTable')).toMatchObject({
      Table: {
        TableArn: `arn:aws:dynamodb:${NEAR}:000000000000:table/records`,
        GlobalTableVersion: '2019.11.21',
        Replicas: [
          { RegionName: REGION, ReplicaStatus: 'ACTIVE' },
          { RegionName: FAR, ReplicaStatus: 'ACTIVE' },
        ],
      },
    });
  });

  it.each([
    ['itself', NEAR],
    ['its table', REGION],
  ])('keeps what it has while %s is away, holds up no other, and catches up', async (_who, away) => {
    const { ask, askIn, cloud, itemIn, arrives } = await makeReplicated(NEAR, FAR);
    const outage = new Outage(cloud.gate);
    await ask('PutItem', put('a', 'before'));
    await arrives(NEAR, 'a', says('before'));
    // Every change passes a gate on its way: the outage begins after the write and before the replica has heard of it.
    const written = ask('PutItem', put('a', 'meanwhile'));
    Object.assign(cloud, { gate: outage });
    outage.away = away;
    await written;
    if (away === NEAR) {
      for (let n = 0; n < 20; n += 1) await ask('PutItem', put('b', `meanwhile ${n}`));
      await arrives(FAR, 'b', says('meanwhile 19'));
      await expect(itemIn(NEAR, 'a')).rejects.toThrow('is away');
    } else {
      expect(await itemIn(NEAR, 'a')).toEqual(put('a', 'before').Item);
      await expect(askIn(REGION, 'PutItem', put('a', 'never'))).rejects.toThrow('is away');
    }

    outage.away = undefined;

    await arrives(NEAR, 'a', says('meanwhile'));
    if (away === NEAR) await arrives(NEAR, 'b', says('meanwhile 19'));
  });

  it('fails to be written to, with 501 and the region that is', async () => {
    const { askIn } = await makeReplicated(NEAR);
    const Key = { id: { S: 'a' } };
    const requests = { RequestItems: { records: [{ DeleteRequest: { Key } }] } };
    for (const [operation, input] of [
      ['PutItem', put('a', 'x')],
      ['UpdateItem', { Key }],
      ['DeleteItem', { Key }],
    ] as const) {
      await expect(askIn(NEAR, operation, input)).rejects.toMatchObject({
        status: 501,
        message: `dynamodb:${operation} to a replica is not served by the local cloud: records is written in ${REGION}.`,
      });
    }
    const { cloud } = await makeReplicated(NEAR);
    await expect(cloud.ask('dynamodb', 'BatchWriteItem', requests, NEAR)).rejects.toMatchObject({
      status: 501,
    });
  });
});
