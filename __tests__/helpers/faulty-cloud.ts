import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { createServices } from '../../local/create-services';
import { OpenGate } from '../../local/core/gate';
import { FaultGate } from '../../local/faults/fault-gate';
import { Faults } from '../../local/faults/faults';
import { admin } from '../../local/front-door/admin';
import { frontDoor } from '../../local/front-door/front-door';
import { listen } from '../../local/front-door/server';
import type { LoadedStack } from '../../local/load/load-stacks';
import { LocalCloud } from '../../local/local-cloud';
import type { Services } from '../../local/services';
import { QUEUE_DEFAULTS } from '../../local/sqs/queue-settings';

export const CENTRAL = 'eu-west-1';
export const INGEST = 'eu-west-2';

/** Code of a function that sends `payload` to the queue `q` of its region, signed by hand, and answers with the status. */
export const SENDER = `
const { createHash, createHmac } = require('node:crypto');
const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL: url } = process.env;
const hash = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

function sign(body) {
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const names = 'host;x-amz-date;x-amz-security-token';
  const headers = ['host:' + new URL(url).host, 'x-amz-date:' + time, 'x-amz-security-token:' + AWS_SESSION_TOKEN];
  const request = ['POST', '/', '', ...headers, '', names, hash(body)].join('\\n');
  const scope = [time.slice(0, 8), AWS_REGION, 'sqs', 'aws4_request'];
  const key = scope.reduce(hmac, 'AWS4' + AWS_SECRET_ACCESS_KEY);
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(request)].join('\\n');
  const credential = AWS_ACCESS_KEY_ID + '/' + scope.join('/');
  const signature = hmac(key, toSign).toString('hex');
  return {
    authorization: 'AWS4-HMAC-SHA256 Credential=' + credential + ', SignedHeaders=' + names + ', Signature=' + signature,
    'x-amz-date': time,
    'x-amz-security-token': AWS_SESSION_TOKEN,
  };
}

exports.handler = async (text) => {
  const body = JSON.stringify({ QueueUrl: url + '/000000000000/q', MessageBody: text });
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
  const response = await fetch(url, { method: 'POST', headers: { ...headers, ...sign(body) }, body });
  return response.status;
};`;

/** A cloud that serves over HTTP and has faults, with two stacks of a queue `q` each and whatever a test adds. */
export class FaultyCloud {
  readonly cloud = new LocalCloud();
  readonly services: Services = createServices(this.cloud);
  readonly faults = new Faults(this.services);
  /** Counts the calls that arrive, by action. */
  readonly gate = new OpenGate();
  private close: () => Promise<void> = async () => {};

  static async start(): Promise<FaultyCloud> {
    const faulty = new FaultyCloud();
    await faulty.listen();
    return faulty;
  }

  async stop(): Promise<void> {
    this.faults.stop();
    this.services.scheduler.stop();
    await this.services.states.stop();
    await this.services.lambda.stop();
    this.services.s3.stop();
    this.services.sqs.stop();
    await this.close();
  }

  /** Puts one fault in force and returns its id. */
  async fault(fault: Parameters<Faults['add']>[0]): Promise<string> {
    const [added] = await this.faults.add(fault);
    return added?.id ?? '';
  }

  /** What real clients need to be told. */
  client(region = CENTRAL) {
    return {
      region,
      endpoint: this.cloud.endpoint,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
      forcePathStyle: true,
    };
  }

  queueUrl(): string {
    return `${this.cloud.endpoint}/000000000000/q`;
  }

  /** Messages visible in the queue of a region. */
  visible(region = CENTRAL): number | undefined {
    const arn = this.services.sqs.queueArn(region, 'q');
    return this.services.sqs.queueOf(arn)?.counts().visible;
  }

  /** Creates a function in the central region. */
  createFunction(name: string, code: string): void {
    const folder = mkdtempSync(join(tmpdir(), 'pillarbox-test-code-'));
    const zip = join(folder, 'function.zip');
    writeFileSync(zip, zipSync({ 'index.js': strToU8(code) }));
    const { lambda } = this.services;
    lambda.createFunction(
      {
        region: CENTRAL,
        name,
        arn: lambda.arnOf(CENTRAL, name),
        roleArn: `arn:aws:iam::000000000000:role/${name}`,
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        environment: {},
        timeoutSeconds: 20,
        memoryMb: 128,
        logGroup: `/aws/lambda/${name}`,
        logFormat: 'Text',
      },
      zip,
    );
    rmSync(folder, { recursive: true });
    this.know({ type: 'aws_lambda_function', arn: lambda.arnOf(CENTRAL, name), function_name: name });
  }

  /** Invokes a function of the central region from inside. */
  invoke(functionName: string, payload: unknown = {}) {
    const caller = { principal: 'arn:aws:iam::000000000000:role/invoker' };
    return this.services.lambda.invoke({
      region: CENTRAL,
      functionName,
      payload: JSON.stringify(payload),
      caller,
    });
  }

  private readonly central: LoadedStack = { name: 'central', region: CENTRAL, resources: [], outputs: {} };
  private readonly ingest: LoadedStack = { name: 'ingest', region: INGEST, resources: [], outputs: {} };

  /** Adds a resource to the central stack. */
  know({ type, ...attributes }: { type: string; arn: string; [name: string]: unknown }): void {
    this.central.resources.push({ address: '', type, region: CENTRAL, folder: '', attributes });
    this.faults.know([this.central, this.ingest]);
  }

  private async listen(): Promise<void> {
    const view = { ...this.services, faults: this.faults, ready: () => true };
    const door = frontDoor({
      cloud: this.cloud,
      signatures: this.services.signatures,
      outages: this.faults.outages,
      api: async () => ({ status: 200, headers: {}, body: 'api' }),
      admin: (request) => admin(view, request),
      serves: (name) => this.cloud.serves(name),
    });
    this.cloud.gate = new FaultGate(this.gate, this.faults);
    const { port, close } = await listen(0, door);
    this.close = close;
    this.cloud.endpoint = `http://127.0.0.1:${port}`;
    for (const region of [CENTRAL, INGEST])
      this.services.sqs.createQueue(region, { ...QUEUE_DEFAULTS, name: 'q' });
    this.know({ type: 'aws_sqs_queue', arn: this.services.sqs.queueArn(CENTRAL, 'q') });
  }
}
