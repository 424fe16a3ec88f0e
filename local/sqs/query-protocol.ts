import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse } from '../core/call';
import { asAwsError } from '../protocol/json-answer';
import { queryError, queryResponse } from '../protocol/query-answer';
import { readBody } from '../protocol/read-body';
import { sendMessageInput } from './query-send-message';

const FORM = 'application/x-www-form-urlencoded';
const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';
/** A message of 1 MiB whose every byte is percent-encoded, and its attributes. */
const MAX_FORM_BYTES = 4 * 1024 * 1024;

/** Whether a request speaks the query protocol: API Gateway's service integrations do. */
export function isQuery({ headers }: AwsRequest): boolean {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() === FORM;
}

/**
 * Answers a SendMessage of the query protocol in XML, by the JSON protocol's operation (SQS API Reference, "Making Query
 * API requests"). Other actions are 501.
 * @throws ConnectionLostError when there is to be no answer
 */
export async function serveQuery(
  request: AwsRequest,
  json: (request: AwsRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  try {
    const input = sendMessageInput(await readForm(request), request.path);
    const { status, headers, body } = await json({
      ...request,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' },
      body: Buffer.from(JSON.stringify(input)),
    });
    const output = JSON.parse(String(body)) as Record<string, string>;
    if (status < 300) return queryResponse(NAMESPACE, 'SendMessage', output);
    const [code = 'InternalFailure'] = (headers['x-amzn-query-error'] ?? '').split(';');
    return queryError(NAMESPACE, { code, message: output.message ?? '', status });
  } catch (error) {
    return queryError(NAMESPACE, asAwsError(error));
  }
}

/** @throws AwsError `MalformedInput` for a field that occurs twice: which of the two is meant, nobody knows */
async function readForm({ body }: AwsRequest): Promise<Map<string, string>> {
  const text = (await readBody(body, MAX_FORM_BYTES)).toString('utf8');
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) throw new AwsError('MalformedInput', `The parameter ${name} occurs twice.`);
    fields.set(name, value);
  }
  return fields;
}
