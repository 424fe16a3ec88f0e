import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTENTION_INDEX, UNFINISHED_INDEX } from '../../contracts/naming';
import type { CaptureRecord, IdempotencyItem } from '../../contracts/record';

const dynalite: (options: { createTableMs: number }) => Server = require('dynalite');

const NAME = 'test-records';

/** A records table on a DynamoDB of its own, in this process: conditional expressions are evaluated for real. */
export class TestTable {
  readonly name = NAME;

  private constructor(
    private readonly server: Server,
    readonly client: DynamoDBClient,
    readonly endpoint: string,
  ) {}

  static async start(): Promise<TestTable> {
    const server = dynalite({ createTableMs: 0 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const table = new TestTable(server, connect(endpoint), endpoint);
    await table.client.send(
      new CreateTableCommand({
        TableName: NAME,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'attention', AttributeType: 'S' },
          { AttributeName: 'claimedAt', AttributeType: 'N' },
          { AttributeName: 'unfinished', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
        ],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: ATTENTION_INDEX,
            KeySchema: [
              { AttributeName: 'attention', KeyType: 'HASH' },
              { AttributeName: 'claimedAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: UNFINISHED_INDEX,
            KeySchema: [
              { AttributeName: 'unfinished', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    return table;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /**
   * The same table over a client that something happens to: `around` gets each command's name and input, and makes
   * the call, or not, or does something before or after it.
   */
  disturbed(
    around: (command: string, call: () => Promise<unknown>, input: object) => Promise<unknown>,
  ): Pick<TestTable, 'name' | 'client'> {
    const client = connect(this.endpoint);
    client.middlewareStack.add(
      (next, context) => async (args) => {
        let output: Awaited<ReturnType<typeof next>> | undefined;
        await around(
          context.commandName ?? '',
          async () => {
            output = await next(args);
          },
          args.input,
        );
        if (!output) throw new Error('the test made no call');
        return output;
      },
      { step: 'initialize' },
    );
    return { name: NAME, client };
  }

  async put(item: CaptureRecord | IdempotencyItem): Promise<void> {
    const Item = marshall(item, { removeUndefinedValues: true });
    await this.client.send(new PutItemCommand({ TableName: NAME, Item }));
  }

  async record(id: string): Promise<CaptureRecord | undefined> {
    return (await this.item(id)) as CaptureRecord | undefined;
  }

  async idempotencyItem(id: string): Promise<IdempotencyItem | undefined> {
    return (await this.item(id)) as IdempotencyItem | undefined;
  }

  async delete(id: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: NAME, Key: { id: { S: id } } }));
  }

  private async item(id: string): Promise<unknown> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: NAME, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && unmarshall(Item);
  }
}

function connect(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}
