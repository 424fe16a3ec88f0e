import { setImmediate } from 'node:timers/promises';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { batchOperation } from './batch-operation';
import { describeTimeToLive } from './describe-time-to-live';
import { DynamoDbEngine } from './engine';
import { tableOperation } from './item-operation';
import { listTables } from './list-tables';
import { createTableInput, type TableSettings } from './table-settings';

const OPERATIONS: JsonOperations<DynamoDbService> = {
  BatchGetItem: batchOperation('BatchGetItem'),
  BatchWriteItem: batchOperation('BatchWriteItem'),
  DeleteItem: tableOperation('DeleteItem'),
  DescribeTable: tableOperation('DescribeTable'),
  DescribeTimeToLive: describeTimeToLive,
  GetItem: tableOperation('GetItem'),
  ListTables: listTables,
  PutItem: tableOperation('PutItem'),
  Query: tableOperation('Query'),
  Scan: tableOperation('Scan'),
  UpdateItem: tableOperation('UpdateItem'),
};

/** Largest request, bytes (16 MB). Source: DynamoDB quotas, BatchWriteItem. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Amazon DynamoDB in all regions. Tables come from Terraform only: CreateTable is not served. */
export class DynamoDbService implements AwsService {
  private readonly engines = new Map<string, DynamoDbEngine>();
  private readonly tables = new Map<string, TableSettings>();

  constructor(private readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    return serveJson(
      { service: 'dynamodb', operations: OPERATIONS, gate, state: this, maxBodyBytes: MAX_BODY_BYTES },
      request,
    );
  }

  /** Creates a table and waits until it is active. @throws AwsError as CreateTable refuses it */
  async createTable(region: string, settings: TableSettings): Promise<string> {
    const engine = this.engineOf(region);
    await engine.execute('CreateTable', createTableInput(settings));
    while (!(await isActive(engine, settings.name))) {
      await setImmediate();
    }
    const arn = this.tableArn(region, settings.name);
    this.tables.set(arn, settings);
    return arn;
  }

  /** Forgets all tables. */
  stop(): void {
    this.engines.clear();
    this.tables.clear();
  }

  tableOf(region: string, name: string): TableSettings | undefined {
    return this.tables.get(this.tableArn(region, name));
  }

  tableArn(region: string, name: string): string {
    return `arn:${this.cloud.partition}:dynamodb:${region}:${this.cloud.accountId}:table/${name}`;
  }

  engineOf(region: string): DynamoDbEngine {
    const engine = this.engines.get(region) ?? new DynamoDbEngine(region, this.cloud.accountId);
    this.engines.set(region, engine);
    return engine;
  }
}

async function isActive(engine: DynamoDbEngine, TableName: string): Promise<boolean> {
  const { Table } = await engine.execute('DescribeTable', { TableName });
  const { TableStatus } = Table as { TableStatus: string };
  return TableStatus === 'ACTIVE';
}
