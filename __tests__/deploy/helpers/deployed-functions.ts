import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import { ACCOUNT, CENTRAL, type Deployment } from './deployment';
import { argumentsOf, readStack } from './stack-json';

/** What a function answered: its result, or the error that it threw. */
export type Answer = { result: unknown } | { failure: { errorType: string; errorMessage: string } };

export interface Invocation {
  /** Name of the function. */
  name: string;
  event: unknown;
  /** Time that the function is told to have left, seconds. */
  remainingSeconds: number;
  /** Variables beyond those of the deployment and of Lambda. */
  variables?: Record<string, string>;
}

/**
 * Runs the deployed functions of the centre: moto would need Docker for that. The code is the zip that Lambda was
 * given, the environment is what Lambda has for the function, and AWS is the endpoint that was deployed to.
 */
export class DeployedFunctions {
  private readonly folder = mkdtempSync(join(tmpdir(), 'functions-'));

  constructor(private readonly deployment: Deployment) {}

  /** @throws Error when the function has other code than the stack, or ends without an answer */
  async invoke({ name, event, remainingSeconds, variables }: Invocation): Promise<Answer> {
    const configuration = await this.deployment
      .in(CENTRAL)
      .lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    const bundle = this.unpack(name, configuration.CodeSha256);
    const context = {
      functionName: name,
      invokedFunctionArn: `arn:aws:lambda:${CENTRAL}:${ACCOUNT}:function:${name}`,
      remainingMillis: remainingSeconds * 1000,
    };
    const env = { ...this.lambdaVariables(name), ...configuration.Environment?.Variables, ...variables };
    return runOnce(env, { bundle, event, context }, remainingSeconds);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Path of the function's JavaScript. */
  private unpack(name: string, deployedSha256: string | undefined): string {
    const { project } = this.deployment;
    const args = argumentsOf(readStack(project, 'central'), 'aws_lambda_function').find(
      ({ function_name }) => function_name === name,
    );
    if (args?.source_code_hash !== deployedSha256)
      throw new Error(`${name}: the deployed code is not the stack's`);
    const { 'index.js': code } = unzipSync(
      readFileSync(join(project.stackFolder('central'), String(args?.filename))),
    );
    const path = join(this.folder, `${name}.cjs`);
    writeFileSync(path, code!);
    return path;
  }

  /** What Lambda itself sets, and the endpoint. */
  private lambdaVariables(name: string): Record<string, string> {
    return {
      AWS_REGION: CENTRAL,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_ACCESS_KEY_ID: 'emulated',
      AWS_SECRET_ACCESS_KEY: 'emulated',
      AWS_ENDPOINT_URL: this.deployment.forwarder.endpoint,
    };
  }
}

function runOnce(env: Record<string, string>, message: object, seconds: number): Promise<Answer> {
  const child = fork(join(__dirname, 'lambda-runtime.cjs'), {
    env,
    execArgv: [],
    silent: true,
    timeout: seconds * 1000,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the function ended without an answer:\n${printed}`)));
    child.send(message);
  });
}
