import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService, Caller } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { Credentials } from '../core/credentials';
import { LogWriter } from '../logs/log-writer';
import type { LogsService } from '../logs/service';
import { Environment } from './environment';
import { EnvironmentPool, type StartEnvironment } from './environment-pool';
import { environmentVariables } from './environment-variables';
import { type LambdaFunction, logStreamName } from './function';
import { functionNameOf } from './function-arn';
import { type FunctionError, MAX_RESPONSE_BYTES, responseTooLarge } from './function-error';
import { serveLambda } from './http';
import { unzip } from './unzip';

/** A synchronous invocation from inside: by API Gateway, or by Step Functions. */
export interface Invocation {
  region: string;
  /** Name or ARN. */
  functionName: string;
  /** JSON text. */
  payload: string;
  caller: Caller;
}

/** What Invoke answers. */
export interface InvocationResult {
  requestId: string;
  /** JSON text: the result, or the error when `functionError` is set. */
  payload: string;
  functionError?: 'Unhandled';
}

/** A function and what runs it. */
export interface RunningFunction {
  definition: LambdaFunction;
  pool: EnvironmentPool;
  /** Invocations so far. */
  invocations: number;
}

/** Largest request of a synchronous invocation, bytes (AWS Lambda Developer Guide, "Lambda quotas": 6 MB). */
const MAX_REQUEST_BYTES = 6 * 1024 * 1024;

/** Lambda in all regions. */
export class LambdaService implements AwsService {
  private readonly functions = new Map<string, RunningFunction>();
  /** Those that run. */
  private readonly environments = new Map<string, Environment>();
  /** Where deployment packages are unzipped, once there is one. */
  private codeFolder?: string;

  constructor(
    readonly cloud: Cloud,
    private readonly credentials: Credentials,
    private readonly logs: LogsService,
  ) {}

  handle(request: AwsRequest): Promise<AwsResponse> {
    return serveLambda(this, request);
  }

  arnOf(region: string, name: string): string {
    return `arn:${this.cloud.partition}:lambda:${region}:${this.cloud.accountId}:function:${name}`;
  }

  /**
   * Creates a function from its deployment package.
   * @throws Error when the region has a function of that name, or the package cannot be read
   */
  createFunction(settings: Omit<LambdaFunction, 'taskRoot' | 'codeSize'>, zipFile: string): void {
    const { region, name } = settings;
    const key = `${region}/${name}`;
    if (this.functions.has(key)) throw new Error(`${region} has a function ${name} already`);
    this.codeFolder ??= mkdtempSync(join(tmpdir(), 'pillarbox-functions-'));
    const taskRoot = join(this.codeFolder, region, name);
    const definition = { ...settings, taskRoot, codeSize: unzip(zipFile, taskRoot) };
    this.functions.set(key, {
      definition,
      pool: new EnvironmentPool(definition, (events) => this.startEnvironment(definition, events)),
      invocations: 0,
    });
  }

  /** @throws AwsError `ResourceNotFoundException` (404) */
  find(region: string, nameOrArn: string): RunningFunction {
    const found = this.functions.get(`${region}/${this.nameOf(region, nameOrArn)}`);
    if (!found) {
      const arn = this.resourceOf(region, nameOrArn);
      throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    }
    return found;
  }

  /** ARN that a call is evaluated against; may name something that does not exist. */
  resourceOf(region: string, nameOrArn: string): string {
    const name = this.nameOf(region, nameOrArn);
    return name === undefined ? nameOrArn : this.arnOf(region, name);
  }

  list(): RunningFunction[] {
    return [...this.functions.values()];
  }

  /** Invokes a function and waits for its answer. @throws AwsError when the service refuses the call */
  async invoke({ region, functionName, payload, caller }: Invocation): Promise<InvocationResult> {
    const resource = this.resourceOf(region, functionName);
    return this.cloud.gate.run(
      { region, service: 'lambda', action: 'lambda:InvokeFunction', resource, caller },
      () => this.run(this.find(region, functionName), payload),
    );
  }

  /** Runs an invocation that has passed the gate. */
  async run(found: RunningFunction, payload: string): Promise<InvocationResult> {
    if (payload.length > MAX_REQUEST_BYTES || Buffer.byteLength(payload) > MAX_REQUEST_BYTES) {
      throw new AwsError(
        'RequestTooLargeException',
        `Request must be smaller than ${MAX_REQUEST_BYTES} bytes for the InvokeFunction operation`,
        413,
      );
    }
    const requestId = randomUUID();
    found.invocations += 1;
    const outcome = await found.pool.invoke(requestId, payload);
    if ('error' in outcome) return this.failed(found.definition, requestId, outcome.error);
    if (Buffer.byteLength(outcome.result) > MAX_RESPONSE_BYTES) {
      return this.failed(found.definition, requestId, responseTooLarge());
    }
    return { requestId, payload: outcome.result };
  }

  /** Ends an environment as a crash does; one that has ended is no error. */
  async killEnvironment(environmentId: string): Promise<void> {
    await this.environments.get(environmentId)?.terminate();
  }

  /** Ends every environment of the functions of that name as a crash does, in whichever region. */
  async killFunction(name: string): Promise<void> {
    const named = this.list().filter(({ definition }) => definition.name === name);
    await Promise.all(named.map(({ pool }) => pool.recycle()));
  }

  /** Ends every environment of functions that are away, and starts none of them until they are back. */
  async suspend(isAway: (functionArn: string) => boolean): Promise<void> {
    await Promise.all(
      this.list().map(({ definition, pool }) => (isAway(definition.arn) ? pool.terminate() : pool.resume())),
    );
  }

  /** Ends all environments and removes their code. */
  async stop(): Promise<void> {
    await Promise.all(this.list().map(({ pool }) => pool.terminate()));
    if (this.codeFolder) rmSync(this.codeFolder, { recursive: true, force: true });
  }

  private nameOf(region: string, nameOrArn: string): string | undefined {
    const { partition, accountId } = this.cloud;
    return nameOrArn.startsWith('arn:')
      ? functionNameOf(nameOrArn, { partition, region, accountId })
      : nameOrArn;
  }

  private failed(definition: LambdaFunction, requestId: string, error: FunctionError): InvocationResult {
    const at = new Date(this.cloud.now()).toISOString();
    this.logWriter(definition, 'platform').write(
      `${at}\t${requestId}\tERROR\tInvoke Error\t${JSON.stringify(error)}`,
    );
    return { requestId, payload: JSON.stringify(error), functionError: 'Unhandled' };
  }

  private startEnvironment(definition: LambdaFunction, events: Parameters<StartEnvironment>[0]): Environment {
    const id = randomBytes(16).toString('hex');
    const stream = logStreamName(new Date(this.cloud.now()), id);
    const log = this.logWriter(definition, stream);
    const environment = new Environment({
      definition,
      variables: environmentVariables(
        definition,
        this.credentials.issue({
          roleArn: definition.roleArn,
          sessionName: definition.name,
          environmentId: id,
        }),
        this.cloud.endpoint,
        stream,
      ),
      logStream: stream,
      onLine: (line) => log.write(line),
      onReady: events.onReady,
      onEnd: () => {
        this.environments.delete(id);
        events.onEnd();
      },
    });
    this.environments.set(id, environment);
    return environment;
  }

  /** Functions write their logs with their own role. */
  private logWriter({ region, name, roleArn, logGroup }: LambdaFunction, stream: string): LogWriter {
    const caller = () => ({ principal: roleArn, sessionName: name });
    return new LogWriter({ cloud: this.cloud, logs: this.logs, region, group: logGroup, stream, caller });
  }
}
