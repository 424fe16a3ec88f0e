import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { setImmediate as settle } from 'node:timers/promises';
import { makeProgram } from '../../cli/ops';
import { DRAIN_CONTROL_ID } from '../../contracts/drain-control';
import { ATTENTION_INDEX } from '../../contracts/naming';
import type { CaptureRecord } from '../../contracts/record';
import { Credentials } from '../../local/core/credentials';
import type { AwsRequest, AwsResponse, ServiceName } from '../../local/core/call';
import { DynamoDbService } from '../../local/dynamodb/service';
import { EventsService } from '../../local/events/service';
import { readBody } from '../../local/protocol/read-body';
import { S3Service } from '../../local/s3/service';
import { StatesService } from '../../local/states/service';
import { StsService } from '../../local/sts/service';
import type { ProcessingInput } from '../../contracts/processing';
import { BUCKET, REGION } from './captures';
import { runCommand } from './command-line';
import { IngestQueues } from './ingest-queues';
import { WatchedCloud } from './watched-cloud';

const CENTRAL = 'eu-west-1';
const TABLE = 'test-records';

/** What a function answers to an invocation's payload: a result, or an error of its own. */
export type FunctionStep = (payload: never) => { result: unknown } | { functionError: unknown };

/** A person at the command line of `ops`, before a deployment `test` (see `__tests__/cli/regions.json`) on the local cloud. */
export class Operator {
  readonly cloud = new WatchedCloud();
  readonly queues = new IngestQueues(this.cloud);
  readonly events = new EventsService(this.cloud);
  /** Called before each wait of a command; where time passes and other people come in. */
  onSleep: () => void | Promise<void> = () => {};
  /** What the Reconcile function answers. */
  reconcile: FunctionStep = () => ({ functionError: { errorType: 'NotScripted' } });
  private readonly dynamodb = new DynamoDbService(this.cloud);
  private readonly s3 = new S3Service(this.cloud);
  private configBefore?: string;
  private close: () => Promise<void> = async () => {};

  static async start(): Promise<Operator> {
    const operator = new Operator();
    operator.configBefore = process.env.PILLARBOX_CONFIG;
    process.env.PILLARBOX_CONFIG = '__tests__/cli/regions.json';
    await operator.deploy();
    return operator;
  }

  async stop(): Promise<void> {
    if (this.configBefore === undefined) delete process.env.PILLARBOX_CONFIG;
    else process.env.PILLARBOX_CONFIG = this.configBefore;
    await this.close();
    this.queues.sqs.stop();
    await this.dynamodb.stop();
    await this.s3.stop();
  }

  /** Runs `ops` with these arguments; what it asks is noted anew. */
  run(...args: string[]) {
    this.cloud.asked.length = 0;
    return runCommand(
      (output) =>
        makeProgram(output, { now: () => this.cloud.time, sleep: (ms, signal) => this.sleep(ms, signal) }),
      [...args, '--endpoint', this.cloud.endpoint],
    );
  }

  /** What the last command asked that changes or hides anything. */
  get writes(): string[] {
    return this.cloud.asked.filter((call) => !READS.test(call));
  }

  async putRecord(record: CaptureRecord): Promise<void> {
    const Item = marshall(record, { removeUndefinedValues: true });
    await this.cloud.ask('dynamodb', 'PutItem', { TableName: TABLE, Item }, CENTRAL);
  }

  /** Any item of the records table. */
  async item(id: string): Promise<Record<string, unknown> | undefined> {
    const input = { TableName: TABLE, Key: { id: { S: id } }, ConsistentRead: true };
    const { Item } = await this.cloud.ask<{ Item?: Parameters<typeof unmarshall>[0] }>(
      'dynamodb',
      'GetItem',
      input,
      CENTRAL,
    );
    return Item && unmarshall(Item);
  }

  async putObject({ key }: Pick<ProcessingInput, 'key'>, body = '{}'): Promise<void> {
    const path = `/${BUCKET}/${key.split('/').map(encodeURIComponent).join('/')}`;
    await this.cloud.send('s3', { method: 'PUT', path, body: Buffer.from(body) });
  }

  /** What somebody with another configuration does: pauses a region. */
  async pauseElsewhere(region: string): Promise<void> {
    const update = {
      UpdateExpression: 'ADD pausedRegions :regions',
      ExpressionAttributeValues: { ':regions': { SS: [region] } },
    };
    const input = { TableName: TABLE, Key: { id: { S: DRAIN_CONTROL_ID } }, ...update };
    await this.cloud.ask('dynamodb', 'UpdateItem', input, CENTRAL);
  }

  private async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.cloud.time += ms;
    await this.onSleep();
    await settle();
    signal?.throwIfAborted();
  }

  private async deploy(): Promise<void> {
    const { cloud, events, dynamodb, s3 } = this;
    const sts = new StsService(cloud, new Credentials(cloud.partition, cloud.accountId));
    const states = new StatesService(cloud);
    const lambda = { handle: (request: AwsRequest) => this.invoke(request) };
    for (const [name, service] of Object.entries({ events, dynamodb, s3, sts, states, lambda })) {
      cloud.serve(name as ServiceName, service);
    }
    s3.createBucket(REGION, BUCKET);
    await dynamodb.createTable(CENTRAL, {
      name: TABLE,
      hashKey: 'id',
      attributes: { id: 'S', attention: 'S', claimedAt: 'N' },
      globalIndexes: [
        { name: ATTENTION_INDEX, hashKey: 'attention', rangeKey: 'claimedAt', projection: 'ALL' },
      ],
      replicaRegions: [],
    });
    const bus = events.createEventBus(CENTRAL, 'test-failures');
    const arn = events.archiveArn(CENTRAL, bus.name);
    bus.archives.push({ name: bus.name, arn, retentionDays: 90, events: [] });
    this.close = (await cloud.listen()).close;
  }

  private async invoke(request: AwsRequest): Promise<AwsResponse> {
    const answer = this.reconcile(JSON.parse((await readBody(request.body, 1e6)).toString()) as never);
    return 'result' in answer
      ? { status: 200, headers: {}, body: JSON.stringify(answer.result) }
      : {
          status: 200,
          headers: { 'x-amz-function-error': 'Unhandled' },
          body: JSON.stringify(answer.functionError),
        };
  }
}

/** Operations that leave everything as it is. */
const READS = /^(\w+ (Get|List|Describe|Query)\w*|s3 (GET|HEAD)|sts POST)$/;
