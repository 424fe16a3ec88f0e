import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, ServiceName } from '../core/call';
import type { Gate } from '../core/gate';
import { errorResponse, jsonResponse } from './json-answer';
import { contextOf, type JsonOperation, type JsonOperations } from './json-operation';
import { protocolOf } from './json-protocols';
import { readBody } from './read-body';

/** A service of the AWS JSON protocol: finds the operation, reads the input, passes the gate, serializes. */
export interface JsonServiceProps<Service> {
  service: ServiceName;
  operations: JsonOperations<Service>;
  gate: Gate;
  /** What operations work on. */
  state: Service;
  /** Largest request body, bytes. @default 2 MiB */
  maxBodyBytes?: number;
}

const DEFAULT_MAX_BODY_BYTES = 2 * 1024 * 1024;

/**
 * Answers one request; AWS errors become responses, anything else `InternalFailure` (500).
 * @throws ConnectionLostError when there is to be no answer
 */
export async function serveJson<Service>(
  props: JsonServiceProps<Service>,
  request: AwsRequest,
): Promise<AwsResponse> {
  const protocol = protocolOf(props.service);
  try {
    const operation = findOperation(props, request);
    const input = await readInput(request, props.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
    const context = contextOf(request);
    const output = await props.gate.run(
      {
        region: request.region,
        service: props.service,
        action: operation.action,
        resource: operation.resource(input, props.state, context),
        caller: request.caller,
        signal: request.signal,
      },
      () => operation.run(input, props.state, context),
    );
    return jsonResponse(protocol, output);
  } catch (error) {
    return errorResponse(protocol, error);
  }
}

function findOperation<Service>(
  { service, operations }: JsonServiceProps<Service>,
  request: AwsRequest,
): JsonOperation<Service, never, unknown> {
  const target = request.headers['x-amz-target'] ?? '';
  const prefix = `${protocolOf(service).targetPrefix}.`;
  const name = target.startsWith(prefix) ? target.slice(prefix.length) : '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    throw new AwsError(
      'NotImplemented',
      `${service}:${name || target || '(no X-Amz-Target)'} is not served by the local cloud.`,
      501,
    );
  }
  return operation;
}

/** Clients may send any object: `never` fits every operation, and each checks what it relies on. */
async function readInput(request: AwsRequest, maxBytes: number): Promise<never> {
  const body = await readBody(request.body, maxBytes);
  if (body.length === 0) {
    return {} as never;
  }
  const input = parse(body.toString('utf8'));
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON object.');
  }
  return input as never;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}
