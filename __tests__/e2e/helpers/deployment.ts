import { createHash } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AcceptedCapture } from '../../../audit/knowledge';
import { type AuditTarget, auditTargetOf } from '../../../audit/target';
import { loadSettings } from '../../../config/load';
import type { CaptureRecord } from '../../../contracts/record';
import { type QueueKind, queueNames, recordsTableName } from '../../../contracts/naming';
import { type RunningCloud, type StartOptions, startCloud } from '../../../local/cloud';
import type { ActiveFault, NewFault } from '../../../local/faults/fault';
import { Client } from '../../helpers/web-sockets';

const NAME = 'e2e';

/** A queue of an ingest region. */
export type DeploymentQueue = 'capture' | 'error' | 'messages' | 'message errors';

const QUEUES: Record<DeploymentQueue, [QueueKind, keyof ReturnType<typeof queueNames>]> = {
  capture: ['captures', 'queue'],
  error: ['captures', 'errorQueue'],
  messages: ['messages', 'queue'],
  'message errors': ['messages', 'errorQueue'],
};
const CENTRAL = 'eu-west-1';

/** The end-to-end configuration on a local cloud of its own, and an operator's SDK clients for it. */
export class Deployment {
  /** What was answered 202, for the checker of the end state. */
  readonly accepted: AcceptedCapture[] = [];
  private records?: DynamoDBClient;

  private constructor(
    readonly cloud: RunningCloud,
    private readonly config: string,
  ) {}

  /**
   * @param config a `regions.json` that differs from the usual one, with the same names and regions
   * @param connectionLimits of WebSocket connections, where they differ from AWS
   */
  static async start(
    seedTokens = true,
    config = '__tests__/e2e/regions.json',
    connectionLimits?: StartOptions['connectionLimits'],
  ): Promise<Deployment> {
    return new Deployment(
      await startCloud({
        config,
        port: 0,
        schedulePeriodSeconds: 1,
        seedTokens,
        connectionLimits,
      }),
      config,
    );
  }

  /** Where the checker finds the end state. */
  get auditTarget(): AuditTarget {
    return auditTargetOf(loadSettings(this.config), '000000000000', this.cloud.endpoint);
  }

  stop(): Promise<void> {
    this.records?.destroy();
    return this.cloud.stop();
  }

  url(region: string, route: string): string {
    return `${this.cloud.endpoint}/${region}/beta/${route}`;
  }

  /** Posts to `/publish` with the seeded token, unless other headers say otherwise. */
  async publish(
    region: string,
    body: BodyInit | null,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.url(region, 'publish'), {
      method: 'POST',
      headers: { AuthDetails: 'allow', ...headers },
      body,
    });
    if (response.status === 202) {
      const { id } = (await response.clone().json()) as { id: string };
      this.remember(id, Buffer.from(await new Response(body).arrayBuffer()));
    }
    return response;
  }

  /** Connects to the WebSocket API with the seeded token, unless other headers say otherwise. */
  async connect(
    region: string,
    headers: Record<string, string> = { AuthDetails: 'allow' },
    handshakeMs?: number,
  ): Promise<Client> {
    const stack = this.cloud.stacks.find(({ name }) => name === `ingest-${region}`);
    return Client.connect(String(stack?.outputs.WebSocketUrl), headers, handshakeMs);
  }

  /** Notes what was answered 202, for the checker of the end state. */
  remember(id: string, bytes: Buffer): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.accepted.push({ id, size: bytes.length, sha256 });
  }

  /** Posts and insists on the 202. */
  async capture(
    region: string,
    body: BodyInit | null,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const response = await this.publish(region, body, headers);
    const answer = await response.text();
    if (response.status !== 202) throw new Error(`expected 202, received ${response.status} ${answer}`);
    return (JSON.parse(answer) as { id: string }).id;
  }

  async record(id: string): Promise<CaptureRecord | undefined> {
    const { Item } = await this.dynamodb().send(
      new GetItemCommand({ TableName: recordsTableName(NAME), Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item && (unmarshal({ M: Item }) as CaptureRecord);
  }

  /** The record once `done` says so. Bounded to 20 s. */
  async recordWhen(id: string, done: (record: CaptureRecord) => boolean): Promise<CaptureRecord> {
    return eventually(`record of ${id}`, async () => {
      const record = await this.record(id);
      return record && done(record) ? record : undefined;
    });
  }

  /** The record once nothing more can happen to it. */
  terminal(id: string): Promise<CaptureRecord> {
    return this.recordWhen(id, (record) => record.final === true);
  }

  async queueUrl(region: string, which: DeploymentQueue): Promise<string> {
    const [kind, role] = QUEUES[which];
    const QueueName = queueNames(NAME, kind)[role];
    const { QueueUrl } = await this.sqs(region).send(new GetQueueUrlCommand({ QueueName }));
    return QueueUrl as string;
  }

  /** Messages visible, delayed and in flight. */
  async queueCounts(region: string, which: DeploymentQueue): Promise<number[]> {
    const QueueUrl = await this.queueUrl(region, which);
    const { Attributes = {} } = await this.sqs(region).send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return [
      Attributes.ApproximateNumberOfMessages,
      Attributes.ApproximateNumberOfMessagesDelayed,
      Attributes.ApproximateNumberOfMessagesNotVisible,
    ].map(Number);
  }

  /** Lines that a function logged, parsed. */
  async logs(functionId: string, region = CENTRAL): Promise<Record<string, unknown>[]> {
    const query = new URLSearchParams({ region, group: `/aws/lambda/${NAME}-${functionId}` });
    const text = await (await fetch(`${this.cloud.endpoint}/_local/logs?${query}`)).text();
    return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
  }

  /** How often user code was called for a capture. */
  async processorCalls(id: string): Promise<number> {
    const lines = await this.logs('process');
    return lines.filter((line) => line.message === 'processor called' && line.id === id).length;
  }

  /** How often a function was invoked. */
  async invocations(functionId: string, region: string): Promise<number> {
    const answer = await fetch(`${this.cloud.endpoint}/_local/lambdas`);
    const functions = (await answer.json()) as { region: string; name: string; invocations: number }[];
    return functions.find((f) => f.region === region && f.name === `${NAME}-${functionId}`)?.invocations ?? 0;
  }

  /** Puts a fault in force and returns its id; of an outage, everything that runs there has ended then. */
  async fault(fault: NewFault): Promise<string> {
    const [added] = await this.cloud.faults.add(fault);
    return (added as ActiveFault).id;
  }

  /** Ends a fault; what it kept waiting is executed then. */
  async removeFault(id: string): Promise<void> {
    if (!(await this.cloud.faults.remove(id))) throw new Error(`there is no fault ${id}`);
  }

  clearFaults(): Promise<void> {
    return this.cloud.faults.clear();
  }

  faultState(id: string): ActiveFault {
    const found = this.cloud.faults.find(id);
    if (!found) throw new Error(`there is no fault ${id}`);
    return found;
  }

  /** The fault once `done` says so. Bounded to 20 s. */
  untilFault(id: string, done: (state: ActiveFault) => boolean): Promise<ActiveFault> {
    return eventually(`fault ${id}`, async () => {
      const state = this.faultState(id);
      return done(state) ? state : undefined;
    });
  }

  s3 = (region: string) => new S3Client({ ...this.client(region), forcePathStyle: true });
  sqs = (region: string) => new SQSClient(this.client(region));
  secrets = (region: string) => new SecretsManagerClient(this.client(region));
  states = () => new SFNClient(this.client(CENTRAL));
  /** One for all: a test may ask for thousands of records, and each client keeps its connections. */
  private dynamodb(): DynamoDBClient {
    this.records ??= new DynamoDBClient(this.client(CENTRAL));
    return this.records;
  }

  private client(region: string) {
    const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
    return { region, endpoint: this.cloud.endpoint, credentials };
  }
}

/** Asks until there is an answer, every 25 ms. @param seconds the bound */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  seconds = 20,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`gave up waiting for ${what}`);
}

type Attribute = { S?: string; N?: string; BOOL?: boolean; M?: Record<string, Attribute> };

function unmarshal(value: Attribute): unknown {
  if (value.M)
    return Object.fromEntries(Object.entries(value.M).map(([key, member]) => [key, unmarshal(member)]));
  if (value.N !== undefined) return Number(value.N);
  return value.S ?? value.BOOL;
}
