import { randomUUID } from 'node:crypto';
import { XMLBuilder } from 'fast-xml-parser';
import type { AwsError } from '../core/aws-error';
import type { AwsResponse } from '../core/call';

const builder = new XMLBuilder({ ignoreAttributes: false });

/** The answer of an operation in AWS's query protocol. @param namespace of the service's XML */
export function queryResponse(namespace: string, action: string, result: object): AwsResponse {
  return xml(200, namespace, `${action}Response`, {
    [`${action}Result`]: result,
    ResponseMetadata: { RequestId: randomUUID() },
  });
}

/** An error as the query protocol carries it. */
export function queryError(
  namespace: string,
  { code, message, status }: Pick<AwsError, 'code' | 'message' | 'status'>,
): AwsResponse {
  const Type = status < 500 ? 'Sender' : 'Receiver';
  return xml(status, namespace, 'ErrorResponse', {
    Error: { Type, Code: code, Message: message },
    RequestId: randomUUID(),
  });
}

function xml(status: number, namespace: string, root: string, content: Record<string, unknown>): AwsResponse {
  const body = builder.build({ [root]: { '@_xmlns': namespace, ...content } });
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
