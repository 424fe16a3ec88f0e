import { randomUUID } from 'node:crypto';
import { XMLBuilder } from 'fast-xml-parser';
import type { AwsError } from '../core/aws-error';
import type { AwsResponse } from '../core/call';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const builder = new XMLBuilder({ ignoreAttributes: false });

/** The answer of an action that succeeded. */
export function result(action: string, content: object): AwsResponse {
  return xml(200, `${action}Response`, {
    [`${action}Result`]: content,
    ResponseMetadata: { RequestId: randomUUID() },
  });
}

/** An error as the query protocol has it. */
export function errorAnswer({
  code,
  message,
  status,
}: Pick<AwsError, 'code' | 'message' | 'status'>): AwsResponse {
  const Type = status < 500 ? 'Sender' : 'Receiver';
  return xml(status, 'ErrorResponse', {
    Error: { Type, Code: code, Message: message },
    RequestId: randomUUID(),
  });
}

function xml(status: number, root: string, content: Record<string, unknown>): AwsResponse {
  const body = builder.build({ [root]: { '@_xmlns': NAMESPACE, ...content } });
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
