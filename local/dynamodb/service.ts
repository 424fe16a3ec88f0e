import { setImmediate } from 'node:timers/promises';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { batchOperation } from './batch-operation';
import { describeTable } from './describe-table';
import { describeTimeToLive } from './describe-time-to-live';
import { DynamoDbEngine } from './engine';
import { tableOperation } from './item-operation';
import { listTables } from './list-tables';
import { Replication } from './replication';
import { replicationRoleArn } from './replication-role';
import { Table } from './table';
import { createTableInput, type TableSettings } from './table-settings';
import { batchWriteItem, writeOperation } from './write-operation';

const OPERATIONS: JsonOperations<DynamoDbService> = {
  BatchGetItem: batchOperation('BatchGetItem'),
  BatchWriteItem: batchWriteItem,
  DeleteItem: writeOperation('DeleteItem'),
  DescribeTable: describeTable,
  DescribeTimeToLive: describeTimeToLive,
  GetItem: tableOperation('GetItem'),
  ListTables: listTables,
  PutItem: writeOperation('PutItem'),
  Query: tableOperation('Query'),
  Scan: tableOperation('Scan'),
  UpdateItem: writeOperation('UpdateItem'),
};

/** Largest request, bytes (16 MB). Source: DynamoDB quotas, BatchWriteItem. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Amazon DynamoDB in all regions. Tables come from Terraform only: CreateTable is not served. */
export class DynamoDbService implements AwsService {
  private readonly engines = new Map<string, DynamoDbEngine>();
  /** By ARN; a replica is the same table, seen from its region. */
  private readonly tables = new Map<string, Table>();

  constructor(private readonly cloud: Cloud) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    return serveJson(
      { service: 'dynamodb', operations: OPERATIONS, gate, state: this, maxBodyBytes: MAX_BODY_BYTES },
      request,
    );
  }

  /** Creates a table and its replicas, and waits until they are active. @throws AwsError as CreateTable refuses it */
  async createTable(region: string, settings: TableSettings): Promise<string> {
    const { name, replicaRegions } = settings;
    for (const each of [region, ...replicaRegions]) await createIn(this.engineOf(each), settings);
    const table = new Table(
      settings,
      region,
      replicaRegions.map((replica) => this.replication(region, replica, name)),
    );
    for (const each of table.regions) this.tables.set(this.tableArn(each, name), table);
    return this.tableArn(region, name);
  }

  /** Forgets all tables. */
  stop(): void {
    for (const table of this.tables.values()) table.stop();
    this.engines.clear();
    this.tables.clear();
  }

  /** The table that a region has, or has a replica of. */
  find(region: string, name: string): Table | undefined {
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

  private replication(home: string, replica: string, name: string): Replication {
    const { cloud } = this;
    const placeIn = (region: string) => ({
      region,
      arn: this.tableArn(region, name),
      engine: this.engineOf(region),
    });
    const principal = replicationRoleArn(cloud.partition, cloud.accountId);
    return new Replication({ name, from: placeIn(home), to: placeIn(replica), caller: { principal }, cloud });
  }
}

async function createIn(engine: DynamoDbEngine, settings: TableSettings): Promise<void> {
  await engine.execute('CreateTable', createTableInput(settings));
  while (!(await isActive(engine, settings.name))) {
    await setImmediate();
  }
}

async function isActive(engine: DynamoDbEngine, TableName: string): Promise<boolean> {
  const { Table } = await engine.execute('DescribeTable', { TableName });
  const { TableStatus } = Table as { TableStatus: string };
  return TableStatus === 'ACTIVE';
}
