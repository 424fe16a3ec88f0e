import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { LambdaFunction } from './function';
import { VERSION } from './function';
import { exited, type FunctionError, timedOut } from './function-error';

/** How an invocation ended: JSON text, or an error of the function. */
export type Outcome = { result: string } | { error: FunctionError };

/** What an environment needs besides its function. */
export interface EnvironmentProps {
  definition: LambdaFunction;
  variables: Record<string, string>;
  logStream: string;
  /** Called with each line the function prints. */
  onLine(line: string): void;
  /** Called once, when the code has loaded. */
  onReady(): void;
  /** Called once, when the environment has ended for whatever reason. */
  onEnd(): void;
}

/** An invocation under way. */
interface Running {
  requestId: string;
  payload: string;
  settle(outcome: Outcome): void;
  timer?: NodeJS.Timeout;
}

/** How long code may load before an invocation's own time starts, ms (AWS Lambda Developer Guide: init phase, 10 s). */
const INIT_MS = 10_000;

/** One execution environment: a worker with the function's code that handles one invocation at a time. */
export class Environment {
  private readonly worker: Worker;
  private running?: Running;
  private ready = false;
  private ended = false;

  constructor(private readonly props: EnvironmentProps) {
    const { definition, variables, logStream } = props;
    this.worker = new Worker(join(__dirname, 'runtime.cjs'), {
      env: variables,
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMb },
      workerData: {
        taskRoot: definition.taskRoot,
        handler: definition.handler,
        context: {
          functionName: definition.name,
          functionVersion: VERSION,
          invokedFunctionArn: definition.arn,
          memoryLimitInMB: String(definition.memoryMb),
          logGroupName: definition.logGroup,
          logStreamName: logStream,
        },
      },
    });
    this.worker.unref();
    this.worker.on('message', (message) => this.onMessage(message));
    this.worker.on('error', (error) => this.end((requestId) => exited(requestId, 'signal: killed', error)));
    this.worker.on('exit', (code) => this.end((requestId) => exited(requestId, `exit status ${code}`)));
    readLines(this.worker.stdout, props.onLine);
    readLines(this.worker.stderr, props.onLine);
  }

  /** Runs one invocation; the caller sees to it that there is only one at a time. Never rejects. */
  invoke(requestId: string, payload: string): Promise<Outcome> {
    return new Promise((settle) => {
      this.running = { requestId, payload, settle };
      if (this.ended) return this.end((id) => exited(id, 'signal: killed'));
      if (this.ready) this.send();
      else this.limit(INIT_MS + this.timeoutMs);
    });
  }

  /** Ends the environment; an invocation under way fails as if the process had been killed. */
  async terminate(): Promise<void> {
    this.end((requestId) => exited(requestId, 'signal: killed'));
    await this.worker.terminate();
  }

  private get timeoutMs(): number {
    return this.props.definition.timeoutSeconds * 1000;
  }

  private send(): void {
    if (!this.running) return;
    const { requestId, payload } = this.running;
    this.limit(this.timeoutMs);
    this.worker.postMessage({ requestId, payload, deadline: Date.now() + this.timeoutMs });
  }

  private limit(ms: number): void {
    if (!this.running) return;
    clearTimeout(this.running.timer);
    this.running.timer = setTimeout(() => {
      this.end((requestId) => timedOut(requestId, this.props.definition.timeoutSeconds));
      void this.worker.terminate();
    }, ms);
  }

  private onMessage(message: { ready?: true; fatal?: FunctionError } & Partial<Outcome>): void {
    if (message.ready) {
      this.ready = true;
      this.send();
      this.props.onReady();
    } else if (message.fatal) {
      const { fatal } = message;
      this.end(() => fatal);
      void this.worker.terminate();
    } else if ('result' in message && message.result !== undefined) {
      this.settle({ result: message.result });
    } else if ('error' in message && message.error) {
      this.settle({ error: message.error });
    }
  }

  private settle(outcome: Outcome): void {
    const running = this.running;
    if (!running) return;
    this.running = undefined;
    clearTimeout(running.timer);
    running.settle(outcome);
  }

  private end(errorOf: (requestId: string) => FunctionError): void {
    const first = !this.ended;
    this.ended = true;
    if (first) this.props.onEnd();
    if (this.running) this.settle({ error: errorOf(this.running.requestId) });
  }
}

/** Hands on each line, the last one also without a line break. */
function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) onLine(line);
  });
  stream.once('close', () => {
    if (rest) onLine(rest);
  });
}
