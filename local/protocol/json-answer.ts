import { randomUUID } from 'node:crypto';
import { AwsError } from '../core/aws-error';
import type { AwsResponse } from '../core/call';
import { ConnectionLostError } from '../core/connection-lost';
import type { JsonProtocol } from './json-protocols';

/** Answered by what stands before every service, so that no service's model names it. */
const ACCESS_DENIED = 'AccessDeniedException';

/** 200 with the output as JSON; an operation without output answers an empty body, as AWS does for `undefined`. */
export function jsonResponse(protocol: JsonProtocol, output: unknown): AwsResponse {
  return answer(protocol, 200, output === undefined ? '' : JSON.stringify(output));
}

/** An error as the AWS JSON protocol carries it. What is not an AwsError is a fault of the local cloud: 500. */
export function errorResponse(protocol: JsonProtocol, error: unknown): AwsResponse {
  const { code, message, status, details } = asAwsError(error);
  const namespace = code === ACCESS_DENIED ? 'com.amazon.coral.service' : protocol.errorNamespace;
  const body = { ...details, __type: `${namespace}#${code}`, message };
  const response = answer(protocol, status, JSON.stringify(body));
  response.headers['x-amzn-errortype'] = code;
  if (protocol.queryErrorCodes) {
    const fault = status < 500 ? 'Sender' : 'Receiver';
    response.headers['x-amzn-query-error'] = `${protocol.queryErrorCodes[code] ?? code};${fault}`;
  }
  return response;
}

/**
 * The error itself, or `InternalFailure` (500) for one that no AWS service would answer.
 * @throws ConnectionLostError as it is: there is no answer
 */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof ConnectionLostError) {
    throw error;
  }
  if (error instanceof AwsError) {
    return error;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `Fault of the local cloud: ${text}`, 500);
}

function answer(protocol: JsonProtocol, status: number, body: string): AwsResponse {
  return {
    status,
    headers: { 'content-type': protocol.contentType, 'x-amzn-requestid': randomUUID() },
    body,
  };
}
