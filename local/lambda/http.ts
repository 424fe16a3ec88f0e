import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse } from '../core/call';
import { asAwsError } from '../protocol/json-answer';
import { readBody } from '../protocol/read-body';
import { invokeLater } from './asynchronous';
import { VERSION } from './function';
import type { LambdaService, RunningFunction } from './service';

/** API version and resource of Lambda's REST API (botocore, service model of Lambda). */
const FUNCTIONS = '/2015-03-31/functions/';

/** Body beyond which not even the limit of an invocation is worth reading for, bytes. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Answers the operations of Lambda's REST API that are served: Invoke and GetFunctionConfiguration. */
export async function serveLambda(lambda: LambdaService, request: AwsRequest): Promise<AwsResponse> {
  try {
    const [name = '', resource, ...rest] = request.path.startsWith(FUNCTIONS)
      ? request.path.slice(FUNCTIONS.length).split('/').map(decodeURIComponent)
      : [];
    const operation = rest.length === 0 ? `${request.method} ${resource}` : '';
    if (operation === 'POST invocations') return await invoke(lambda, name, request);
    if (operation === 'GET configuration') return await configuration(lambda, name, request);
    throw new AwsError(
      'NotImplemented',
      `lambda: ${request.method} ${request.path} is not served by the local cloud.`,
      501,
    );
  } catch (error) {
    return errorResponse(asAwsError(error));
  }
}

async function invoke(lambda: LambdaService, name: string, request: AwsRequest): Promise<AwsResponse> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const body = await readBody(request.body, MAX_BODY_BYTES);
  return gated(lambda, name, request, 'lambda:InvokeFunction', async (found) => {
    const payload = body.length === 0 ? '{}' : body.toString('utf8');
    checkJson(payload);
    if (type === 'Event') {
      invokeLater(lambda, found, payload);
      return answer(202, '');
    }
    if (type !== 'RequestResponse') {
      throw new AwsError(
        'NotImplemented',
        `lambda: invocation type ${type} is not served by the local cloud.`,
        501,
      );
    }
    const result = await lambda.run(found, payload);
    return answer(200, result.payload, {
      'x-amzn-requestid': result.requestId,
      'x-amz-executed-version': VERSION,
      ...(result.functionError ? { 'x-amz-function-error': result.functionError } : {}),
    });
  });
}

async function configuration(lambda: LambdaService, name: string, request: AwsRequest): Promise<AwsResponse> {
  return gated(lambda, name, request, 'lambda:GetFunctionConfiguration', ({ definition }) =>
    answer(
      200,
      JSON.stringify({
        FunctionName: definition.name,
        FunctionArn: definition.arn,
        Runtime: definition.runtime,
        Role: definition.roleArn,
        Handler: definition.handler,
        CodeSize: definition.codeSize,
        Timeout: definition.timeoutSeconds,
        MemorySize: definition.memoryMb,
        Version: VERSION,
        Environment: { Variables: definition.environment },
        State: 'Active',
        LastUpdateStatus: 'Successful',
        PackageType: 'Zip',
      }),
    ),
  );
}

/** Looks for the function behind the gate: who has no permission does not learn what is there. */
function gated<T>(
  lambda: LambdaService,
  name: string,
  request: AwsRequest,
  action: string,
  work: (found: RunningFunction) => T | Promise<T>,
): Promise<T> {
  const { region, caller, signal } = request;
  const resource = lambda.resourceOf(region, name);
  return lambda.cloud.gate.run({ region, service: 'lambda', action, resource, caller, signal }, () => {
    const found = lambda.find(region, name);
    checkVersion(request);
    return work(found);
  });
}

function checkVersion({ query }: AwsRequest): void {
  const qualifier = query.get('Qualifier');
  if (qualifier && qualifier !== VERSION) {
    throw new AwsError('ResourceNotFoundException', `Function has no version or alias ${qualifier}`, 404);
  }
}

function checkJson(payload: string): void {
  try {
    JSON.parse(payload);
  } catch (error) {
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}

function answer(status: number, body: string, headers: Record<string, string> = {}): AwsResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** Errors of the REST-JSON protocol: the code in a header, the message in the body. */
function errorResponse({ code, message, status, details }: AwsError): AwsResponse {
  const body = { ...details, Type: status < 500 ? 'User' : 'Service', message, Message: message };
  return answer(status, JSON.stringify(body), { 'x-amzn-errortype': code });
}
