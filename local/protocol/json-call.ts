import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, Caller, ServiceName } from '../core/call';
import { protocolOf } from './json-protocols';
import { readBody } from './read-body';

/** A call of a JSON-protocol operation from inside the local cloud. */
export interface JsonCall {
  region: string;
  service: ServiceName;
  /** Operation name, such as `SendMessage`. */
  operation: string;
  input: unknown;
  caller: Caller;
  /** Ends the call when aborted. @default never */
  signal?: AbortSignal;
}

/** Largest answer of a service: DynamoDB's 1 MB page in JSON and SQS's 10 MiB of messages stay below. Bytes. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** The request that an SDK client would send for this call. */
export function jsonRequest({ region, service, operation, input, caller, signal }: JsonCall): AwsRequest {
  const protocol = protocolOf(service);
  return {
    region,
    caller,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'content-type': protocol.contentType,
      'x-amz-target': `${protocol.targetPrefix}.${operation}`,
    },
    body: Buffer.from(JSON.stringify(input)),
    signal: signal ?? new AbortController().signal,
  };
}

/** The output of an answered call. @throws AwsError as the service answered */
export async function jsonOutput<T>({ status, body }: AwsResponse): Promise<T> {
  const text = typeof body === 'string' ? body : (await readBody(body, MAX_ANSWER_BYTES)).toString('utf8');
  const output = text === '' ? {} : JSON.parse(text);
  if (status < 300) {
    return output;
  }
  const { __type, message, Message, ...details } = output;
  const code =
    String(__type ?? 'InternalFailure')
      .split('#')
      .pop() ?? '';
  throw new AwsError(code, message ?? Message ?? '', status, details);
}

/** Calls an operation through `handle` (the cloud's own door) and returns its output. @throws AwsError */
export async function callJson<T>(
  handle: (service: ServiceName, request: AwsRequest) => Promise<AwsResponse>,
  call: JsonCall,
): Promise<T> {
  return jsonOutput<T>(await handle(call.service, jsonRequest(call)));
}
