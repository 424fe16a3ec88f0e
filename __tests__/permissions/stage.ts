import { createHash, randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { captureId, captureKey, MESSAGE_CHANNEL, METADATA, parseCaptureId } from '../../contracts/capture';
import type { LanePlan, ProcessingInput } from '../../contracts/processing';
import {
  captureBucketName,
  captureQueueName,
  drainStateMachineName,
  type FunctionId,
  functionName,
  messageQueueName,
  reconcileStateMachineName,
  recordsTableName,
  webhookSecretName,
} from '../../contracts/naming';
import type { ReconcileRequest } from '../../contracts/reconcile';
import type { RunningCloud } from '../../local/cloud';
import type { ServiceName } from '../../local/core/call';
import { githubHeaders } from '../helpers/github-headers';
import { asAttributes, messageAttributes } from '../helpers/messages';
import { Client } from '../helpers/web-sockets';

export const NAME = 'perm';
export const CENTRAL = 'eu-west-1';
export const ACCOUNT = '000000000000';
const ROOT = { principal: `arn:aws:iam::${ACCOUNT}:root` };

/** A record, as DynamoDB answers it. */
export type StoredRecord = Record<string, { S?: string; N?: string; BOOL?: boolean }>;

/** The deployment as the scenarios use it: a client, and the operator. No drain runs unless it is asked for. */
export class Stage {
  constructor(
    readonly cloud: RunningCloud,
    /** Region in which the scenario plays. */
    readonly region: string,
    /** Aborted when nobody waits for the scenario any more. */
    private readonly signal: AbortSignal,
  ) {}

  get services() {
    return this.cloud.services;
  }

  /** Calls an operation as the operator. */
  call<T>(region: string, service: ServiceName, operation: string, input: unknown): Promise<T> {
    return this.services.cloud.call<T>(region, service, operation, input, ROOT);
  }

  /** Posts a payload and insists on the 202. Returns the capture's id. */
  async capture(body: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await fetch(`${this.cloud.endpoint}/${this.region}/beta/publish`, {
      method: 'POST',
      headers: { AuthDetails: 'allow', 'Content-Type': 'text/plain', ...headers },
      body,
    });
    const answer = await response.text();
    if (response.status !== 202) throw new Error(`expected 202, received ${response.status} ${answer}`);
    return (JSON.parse(answer) as { id: string }).id;
  }

  /** Sends a message on a WebSocket connection of its own. Returns what is said to it at once. */
  async say(message: object): Promise<Record<string, unknown>> {
    const url = `${this.cloud.endpoint.replace(/^http/, 'ws')}/${this.region}/beta`;
    const client = await Client.connect(url, { AuthDetails: 'allow' });
    try {
      return await client.ask(message);
    } finally {
      await client.close();
    }
  }

  /**
   * Sends a message on a WebSocket connection of its own and drains until it is answered there. Returns the message's id.
   */
  async askOnConnection(message: object): Promise<string> {
    const url = `${this.cloud.endpoint.replace(/^http/, 'ws')}/${this.region}/beta`;
    const client = await Client.connect(url, { AuthDetails: 'allow' });
    try {
      const { requestId } = await client.ask(message);
      const isAnswer = (answer: Record<string, unknown>) =>
        answer.requestId === requestId && answer.status !== 'CAPTURED';
      await this.drainUntil(() => client.received.some(isAnswer));
      return captureId(this.region, MESSAGE_CHANNEL, String(requestId));
    } finally {
      await client.close();
    }
  }

  /** Sends a message to the FIFO queue as its API does, in a group of its own. Returns its id. */
  async sendMessage(MessageBody: string, requestId: string = randomUUID()): Promise<string> {
    const MessageAttributes = asAttributes(
      messageAttributes({ principal: 'local', requestId, receivedAt: String(Date.now()) }),
    );
    await this.call(this.region, 'sqs', 'SendMessage', {
      QueueUrl: this.queueUrl(messageQueueName(NAME)),
      MessageBody,
      MessageAttributes,
      MessageGroupId: `local.${requestId}`,
      // Of another delivery, which is no repetition to the queue.
      MessageDeduplicationId: randomUUID(),
    });
    return captureId(this.region, MESSAGE_CHANNEL, requestId);
  }

  /** Stores a message as a lane does that then dies. Returns its id. */
  async storeMessage(): Promise<string> {
    const id = captureId(this.region, MESSAGE_CHANNEL, randomUUID());
    await this.put(id, '{}', { [METADATA.channel]: MESSAGE_CHANNEL });
    return id;
  }

  /** Submits a job and insists on the 202. Returns its id. */
  async submitJob(parameters: object): Promise<string> {
    const response = await fetch(`${this.cloud.endpoint}/${this.region}/beta/jobs`, {
      method: 'POST',
      headers: { AuthDetails: 'allow', 'Content-Type': 'application/json' },
      body: JSON.stringify(parameters),
    });
    const answer = await response.text();
    if (response.status !== 202) throw new Error(`expected 202, received ${response.status} ${answer}`);
    return (JSON.parse(answer) as { jobId: string }).jobId;
  }

  /** Asks what became of a job. */
  async askForJob(id: string): Promise<{ status: number; body: string }> {
    const response = await fetch(`${this.cloud.endpoint}/${this.region}/beta/jobs/${id}`, {
      headers: { AuthDetails: 'allow' },
    });
    return { status: response.status, body: await response.text() };
  }

  /** Puts a job's object as the gateway does. Returns the job's id. */
  async submit(body: string, metadata: Record<string, string> = {}): Promise<string> {
    const id = `${this.region}.jobs.${randomUUID()}`;
    await this.put(id, body, { channel: 'jobs', ...metadata });
    return id;
  }

  private async put(id: string, body: string, metadata: Record<string, string>): Promise<void> {
    const { bucket, key } = this.locationOf(id);
    const s3 = new S3Client({
      region: this.region,
      endpoint: this.cloud.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    });
    const given = { principal: 'local', 'received-at': String(Date.now()), ...metadata };
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: given }));
    s3.destroy();
  }

  /** Posts a webhook that its source has signed, and insists on the 202. */
  async hook(body: string): Promise<void> {
    const secret = 'secret';
    await this.call(CENTRAL, 'secretsmanager', 'PutSecretValue', {
      SecretId: webhookSecretName(NAME),
      SecretString: JSON.stringify({ acme: [secret] }),
    });
    const response = await fetch(`${this.cloud.endpoint}/${this.region}/beta/webhooks/acme`, {
      method: 'POST',
      headers: githubHeaders(secret, body),
      body,
    });
    if (response.status !== 202) {
      throw new Error(`expected 202, received ${response.status} ${await response.text()}`);
    }
  }

  /** Has an upload signed, puts it, and insists on the 200. */
  async upload(body: string): Promise<void> {
    const sha256 = createHash('sha256').update(body).digest('hex');
    const signed = await fetch(`${this.cloud.endpoint}/${this.region}/beta/uploads`, {
      method: 'POST',
      headers: { AuthDetails: 'allow' },
      body: JSON.stringify({ size: body.length, sha256 }),
    });
    const answer = await signed.text();
    if (signed.status !== 201) throw new Error(`expected 201, received ${signed.status} ${answer}`);
    const { url, headers } = JSON.parse(answer) as { url: string; headers: Record<string, string> };
    const put = await fetch(url, { method: 'PUT', headers, body });
    if (put.status !== 200) throw new Error(`expected 200, received ${put.status} ${await put.text()}`);
  }

  /** Input of a processing execution for a capture. */
  inputOf(id: string): ProcessingInput {
    const { bucket, key } = this.locationOf(id);
    const object = this.services.s3.bucketOf(bucket)?.get(key);
    if (!object) throw new Error(`there is no object of ${id}`);
    const { size } = object.body;
    return {
      id,
      channel: parseCaptureId(id).channel,
      principal: 'local',
      region: this.region,
      bucket,
      key,
      size,
      eTag: object.eTag,
      maxAttempts: 2,
    };
  }

  locationOf(id: string): { bucket: string; key: string } {
    const { channel, requestId } = parseCaptureId(id);
    return {
      bucket: captureBucketName(NAME, ACCOUNT, this.region),
      key: captureKey({ channel, principal: 'local', requestId }),
    };
  }

  /** Sends the event that S3 sends for an object. */
  async sendEvent({ bucket, key }: { bucket: string; key: string }, size = 1, eTag = 'x'): Promise<void> {
    const s3 = { bucket: { name: bucket }, object: { key: key.replaceAll('=', '%3D'), size, eTag } };
    const record = { eventSource: 'aws:s3', awsRegion: this.region, eventName: 'ObjectCreated:Put', s3 };
    const MessageBody = JSON.stringify({ Records: [record] });
    await this.call(this.region, 'sqs', 'SendMessage', { QueueUrl: this.queueUrl(), MessageBody });
  }

  queueUrl(name = captureQueueName(NAME)): string {
    return `${this.cloud.endpoint}/${ACCOUNT}/${name}`;
  }

  /** Messages of a queue, whatever their state. */
  waiting(name = captureQueueName(NAME)): number {
    const queue = this.services.sqs.queueOf(`arn:aws:sqs:${this.region}:${ACCOUNT}:${name}`);
    const { visible, inFlight, delayed } = queue?.counts() ?? { visible: 0, inFlight: 0, delayed: 0 };
    return visible + inFlight + delayed;
  }

  async record(id: string): Promise<StoredRecord | undefined> {
    const input = { TableName: recordsTableName(NAME), Key: { id: { S: id } }, ConsistentRead: true };
    const { Item } = await this.call<{ Item?: StoredRecord }>(CENTRAL, 'dynamodb', 'GetItem', input);
    return Item;
  }

  async status(id: string): Promise<string | undefined> {
    return (await this.record(id))?.status?.S;
  }

  /** Lines in a function's log that contain a text. */
  logged(functionId: string, region: string, text = ''): number {
    return this.services.logs.find(region, `/aws/lambda/${NAME}-${functionId}`)?.find({ text }).length ?? 0;
  }

  /** Starts the drain workflow. */
  drain(): Promise<void> {
    return this.start(drainStateMachineName(NAME));
  }

  /** Starts the reconcile workflow. */
  reconcile(): Promise<void> {
    return this.start(reconcileStateMachineName(NAME));
  }

  /** The plan, made now. */
  async plan(): Promise<Pick<LanePlan, 'lanes' | 'messageLanes'>> {
    return JSON.parse(await this.invoke('plan-lanes', {}));
  }

  /** One step of a reconcile, as a person asks for it. */
  async reconcileStep(request: ReconcileRequest): Promise<void> {
    await this.invoke('reconcile', request);
  }

  private async start(stateMachine: string): Promise<void> {
    const stateMachineArn = `arn:aws:states:${CENTRAL}:${ACCOUNT}:stateMachine:${stateMachine}`;
    await this.call(CENTRAL, 'states', 'StartExecution', { stateMachineArn, input: '{}' });
  }

  private async invoke(functionId: FunctionId, event: object): Promise<string> {
    const { payload } = await this.services.lambda.invoke({
      region: CENTRAL,
      functionName: functionName(NAME, functionId),
      payload: JSON.stringify(event),
      caller: ROOT,
    });
    return payload;
  }

  /** Waits until something is so, for 15 s at most; `meanwhile` is done at first and then about every second. */
  async until(done: () => boolean | Promise<boolean>, meanwhile?: () => Promise<void>): Promise<void> {
    for (let round = 0; round < 600; round += 1) {
      if (round % 40 === 0) await meanwhile?.();
      if (await done()) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
      this.signal.throwIfAborted();
    }
    throw new Error('gave up waiting');
  }

  /** Drains until something is so. */
  drainUntil(done: () => boolean | Promise<boolean>): Promise<void> {
    return this.until(done, () => this.drain());
  }
}
