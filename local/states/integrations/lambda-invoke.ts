import { AwsError } from '../../core/aws-error';
import type { AwsResponse } from '../../core/call';
import { readBody } from '../../protocol/read-body';
import type { Integration, TaskContext } from '../integrations';
import { TaskError } from '../task-error';
import { serviceError } from './service-error';

interface Parameters {
  /** Name or ARN. */
  FunctionName: string;
  Payload?: unknown;
}

interface Invocation {
  ExecutedVersion: string;
  Payload: unknown;
  StatusCode: number;
}

/** Largest answer of a function, bytes, and room for an error's stack. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/**
 * `lambda:invoke`. An error of the function has its own type as its name and the whole error as its cause; one of the
 * service is `Lambda.<Code>`.
 */
export const lambdaInvoke: Integration = {
  parameters: ['FunctionName', 'Payload'],
  run: async (parameters, context) => {
    const { status, headers, text } = await invoke(parameters as Parameters, context);
    if (headers['x-amz-function-error'] !== undefined) {
      throw new TaskError(errorType(text), text);
    }
    const result: Invocation = {
      ExecutedVersion: headers['x-amz-executed-version'] ?? '$LATEST',
      Payload: text === '' ? null : JSON.parse(text),
      StatusCode: status,
    };
    return result;
  },
};

async function invoke(
  { FunctionName, Payload = {} }: Parameters,
  { cloud, region, caller }: TaskContext,
): Promise<{ status: number; headers: Record<string, string>; text: string }> {
  try {
    checkRegion(FunctionName, region);
    const response = await cloud.handle('lambda', {
      region,
      caller,
      method: 'POST',
      path: `/2015-03-31/functions/${encodeURIComponent(FunctionName)}/invocations`,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(Payload)),
      signal: new AbortController().signal,
    });
    const text = await textOf(response);
    if (response.status >= 300) {
      throw answeredError(response, text);
    }
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    throw serviceError('Lambda', error);
  }
}

/** Step Functions invokes functions of its own region only. */
function checkRegion(functionName: string, region: string): void {
  if (functionName.startsWith('arn:') && functionName.split(':')[3] !== region) {
    throw new AwsError('ResourceNotFoundException', `Functions from '${region}' only: ${functionName}`, 404);
  }
}

async function textOf({ body }: AwsResponse): Promise<string> {
  return typeof body === 'string' ? body : (await readBody(body, MAX_ANSWER_BYTES)).toString('utf8');
}

function answeredError({ status, headers }: AwsResponse, text: string): AwsError {
  const { message, Message } = JSON.parse(text || '{}');
  return new AwsError(
    headers['x-amzn-errortype']?.split(':')[0] ?? 'Unknown',
    message ?? Message ?? text,
    status,
  );
}

function errorType(text: string): string {
  const { errorType: type } = JSON.parse(text || '{}') ?? {};
  return typeof type === 'string' && type !== '' ? type : 'Lambda.Unknown';
}
