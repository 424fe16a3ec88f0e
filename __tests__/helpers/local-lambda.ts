import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { Credentials } from '../../local/core/credentials';
import { OpenGate } from '../../local/core/gate';
import type { LambdaFunction } from '../../local/lambda/function';
import { type InvocationResult, LambdaService } from '../../local/lambda/service';
import { LogsService } from '../../local/logs/service';

/** A Lambda service with functions written as JavaScript text. */
export class TestLambda {
  readonly credentials = new Credentials('aws', '000000000000');
  readonly gate = new OpenGate();
  readonly service: LambdaService;
  readonly logs: LogsService;

  constructor() {
    const cloud = {
      accountId: '000000000000',
      partition: 'aws',
      gate: this.gate,
      endpoint: 'http://127.0.0.1:4566',
      now: () => Date.now(),
      handle: () => Promise.reject(new Error('no other service')),
      call: () => Promise.reject(new Error('no other service')),
    };
    this.logs = new LogsService(cloud);
    this.service = new LambdaService(cloud, this.credentials, this.logs);
  }

  /** Creates the function `eu-west-1/fn` from the text of `index.js`. */
  create(code: string, settings: Partial<LambdaFunction> = {}): void {
    const folder = mkdtempSync(join(tmpdir(), 'pillarbox-test-code-'));
    const zip = join(folder, 'function.zip');
    writeFileSync(zip, zipSync({ 'index.js': strToU8(code) }));
    this.service.createFunction(
      {
        region: 'eu-west-1',
        name: 'fn',
        arn: 'arn:aws:lambda:eu-west-1:000000000000:function:fn',
        roleArn: 'arn:aws:iam::000000000000:role/fn',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        environment: { COLOUR: 'red' },
        timeoutSeconds: 10,
        memoryMb: 128,
        logGroup: '/aws/lambda/fn',
        logFormat: 'Text',
        ...settings,
      },
      zip,
    );
    rmSync(folder, { recursive: true });
  }

  invoke(event: unknown = {}): Promise<InvocationResult> {
    const payload = JSON.stringify(event);
    return this.service.invoke({
      region: 'eu-west-1',
      functionName: 'fn',
      payload,
      caller: { principal: 'test' },
    });
  }

  /** The result of an invocation, parsed. */
  async answer(event: unknown = {}): Promise<unknown> {
    const { payload, functionError } = await this.invoke(event);
    if (functionError) throw new Error(payload);
    return JSON.parse(payload);
  }

  /** The error of an invocation that fails, parsed. */
  async failure(event: unknown = {}): Promise<{ errorType: string; errorMessage: string; trace?: string[] }> {
    const { payload, functionError } = await this.invoke(event);
    expect(functionError).toBe('Unhandled');
    return JSON.parse(payload);
  }
}
