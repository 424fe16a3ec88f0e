import type { AwsRequest, AwsResponse } from '../../local/core/call';
import { readBody } from '../../local/protocol/read-body';
import type { ExecutionDescription } from '../../local/states/description';
import { StatesService } from '../../local/states/service';
import { REGION, TestCloud } from './test-cloud';

export const ROLE = 'arn:aws:iam::000000000000:role/workflow';

/** What a function of a test answers: its result, an error of its own, or one of the service. */
export type FunctionAnswer =
  | { result: unknown }
  | { functionError: unknown }
  | { serviceError: string; status: number };

type TestFunction = (payload: never) => FunctionAnswer | Promise<FunctionAnswer>;

/** State machines of a test over functions of a test. */
export function makeWorkflows(functions: Record<string, TestFunction> = {}) {
  const cloud = new TestCloud();
  const states = new StatesService(cloud);
  cloud.serve('states', states);
  cloud.serve('lambda', { handle: (request) => invoke(functions, request) });
  let count = 0;
  const make = (definition: object, type: 'EXPRESS' | 'STANDARD' = 'EXPRESS') =>
    states.createStateMachine(REGION, {
      name: `machine-${count++}`,
      type,
      roleArn: ROLE,
      definition: JSON.stringify(definition),
    });
  const run = async (definition: object, input: unknown = {}) => {
    const { arn } = make(definition);
    const call = { stateMachineArn: arn, input: JSON.stringify(input) };
    const answer = await cloud.ask<ExecutionDescription>('states', 'StartSyncExecution', call);
    return { ...answer, result: answer.output === undefined ? undefined : JSON.parse(answer.output) };
  };
  return { cloud, states, make, run };
}

/** A Task state that invokes a function with the state's input. */
export const invokeState = (FunctionName: string, more: object = { End: true }) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName, 'Payload.$': '$' },
  OutputPath: '$.Payload',
  ...more,
});

async function invoke(functions: Record<string, TestFunction>, request: AwsRequest): Promise<AwsResponse> {
  const name = decodeURIComponent(request.path.split('/')[3] ?? '');
  const payload = JSON.parse((await readBody(request.body, 1e7)).toString()) as never;
  const answer = await functions[name]!(payload);
  if ('result' in answer) {
    return {
      status: 200,
      headers: { 'x-amz-executed-version': '$LATEST' },
      body: JSON.stringify(answer.result),
    };
  }
  if ('functionError' in answer) {
    const headers = { 'x-amz-function-error': 'Unhandled' };
    return { status: 200, headers, body: JSON.stringify(answer.functionError) };
  }
  const body = JSON.stringify({ message: 'no' });
  return { status: answer.status, headers: { 'x-amzn-errortype': answer.serviceError }, body };
}
