import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  type DynamoDBServiceException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../local/core/aws-error';
import type { AwsRequest, AwsResponse, ServiceName } from '../../../local/core/call';
import { OpenGate } from '../../../local/core/gate';
import { StateMachine } from '../../../local/states/state-machine';
import type { DeployedFunctions } from './deployed-functions';
import { ACCOUNT, CENTRAL, type Deployment } from './deployment';

/** Time-out of a function that a workflow calls, seconds. */
const TASK_SECONDS = 30;

/**
 * Stands in for Step Functions' StartSyncExecution, which moto only pretends to do: runs the definition that is
 * deployed, its tasks calling the deployed functions and the deployed table.
 */
export class WorkflowEngine {
  private constructor(
    readonly endpoint: string,
    readonly stop: () => void,
  ) {}

  static async start(
    deployment: Deployment,
    functions: DeployedFunctions,
    arn: string,
  ): Promise<WorkflowEngine> {
    const machine = await deployedMachine(deployment, functions, arn);
    const server = createServer(async (incoming, outgoing) => {
      const { input } = JSON.parse((await buffer(incoming)).toString()) as { input: string };
      const execution = machine.start('capture', input);
      await execution.ended;
      const { status, output, error, cause } = execution;
      const answer = { executionArn: execution.arn, startDate: 0, stopDate: 0, status, output, error, cause };
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new WorkflowEngine(`http://127.0.0.1:${port}`, () => {
      server.closeAllConnections();
      server.close();
    });
  }
}

/** The local cloud's engine with what Step Functions has for the state machine. */
async function deployedMachine(
  deployment: Deployment,
  functions: DeployedFunctions,
  arn: string,
): Promise<StateMachine> {
  const { name, roleArn, definition } = await deployment
    .in(CENTRAL)
    .states.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
  const settings = { name: name!, type: 'EXPRESS' as const, roleArn: roleArn!, definition: definition! };
  return new StateMachine(settings, arn, CENTRAL, {
    accountId: ACCOUNT,
    partition: 'aws',
    gate: new OpenGate(),
    endpoint: deployment.forwarder.endpoint,
    now: () => Date.now(),
    handle: (service, request) => invoke(functions, service, request),
    call: async <T>(_region: string, service: ServiceName, operation: string, input: unknown) => {
      if (`${service}:${operation}` !== 'dynamodb:UpdateItem')
        throw new Error(`${service}:${operation}: not expected`);
      return (await update(deployment, input as UpdateItemCommandInput)) as T;
    },
  });
}

async function invoke(
  functions: DeployedFunctions,
  service: ServiceName,
  { path, body }: AwsRequest,
): Promise<AwsResponse> {
  if (service !== 'lambda' || !Buffer.isBuffer(body)) throw new Error(`${service} ${path}: not expected`);
  const name = decodeURIComponent(path.split('/')[3]!).split(':').pop()!;
  const answer = await functions.invoke({
    name,
    event: JSON.parse(body.toString()),
    remainingSeconds: TASK_SECONDS,
  });
  if ('failure' in answer) {
    return {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: JSON.stringify(answer.failure),
    };
  }
  return { status: 200, headers: {}, body: JSON.stringify(answer.result) };
}

async function update(deployment: Deployment, input: UpdateItemCommandInput): Promise<object> {
  try {
    await deployment.in(CENTRAL).dynamodb.send(new UpdateItemCommand(input));
    return {};
  } catch (error) {
    const { name, message, $metadata } = error as DynamoDBServiceException;
    throw new AwsError(name, message, $metadata.httpStatusCode);
  }
}
