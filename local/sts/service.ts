import { randomUUID } from 'node:crypto';
import { XMLBuilder } from 'fast-xml-parser';
import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import { asAwsError } from '../protocol/json-answer';
import { readBody } from '../protocol/read-body';
import { getCallerIdentity } from './get-caller-identity';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';
const MAX_BODY_BYTES = 64 * 1024;
const builder = new XMLBuilder({ ignoreAttributes: false });

/** AWS STS (query protocol): tells callers who they are. */
export class StsService implements AwsService {
  constructor(private readonly cloud: Cloud) {}

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const form = new URLSearchParams((await readBody(request.body, MAX_BODY_BYTES)).toString('utf8'));
      const action = form.get('Action') ?? request.query.get('Action') ?? '';
      if (action !== 'GetCallerIdentity') {
        throw new AwsError('NotImplemented', `sts:${action} is not served by the local cloud.`, 501);
      }
      const { region, caller, signal } = request;
      const result = await this.cloud.gate.run(
        { region, service: 'sts', action: 'sts:GetCallerIdentity', resource: '*', caller, signal },
        () => getCallerIdentity(caller, this.cloud.accountId),
      );
      return xml(200, 'GetCallerIdentityResponse', {
        GetCallerIdentityResult: result,
        ResponseMetadata: { RequestId: randomUUID() },
      });
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      const fault = status < 500 ? 'Sender' : 'Receiver';
      return xml(status, 'ErrorResponse', {
        Error: { Type: fault, Code: code, Message: message },
        RequestId: randomUUID(),
      });
    }
  }
}

function xml(status: number, root: string, content: Record<string, unknown>): AwsResponse {
  const body = builder.build({ [root]: { '@_xmlns': NAMESPACE, ...content } });
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
