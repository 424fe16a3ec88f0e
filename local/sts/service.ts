import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { Credentials } from '../core/credentials';
import { asAwsError } from '../protocol/json-answer';
import { readBody } from '../protocol/read-body';
import { errorAnswer, result } from './answers';
import { assumeRole } from './assume-role';
import { getCallerIdentity } from './get-caller-identity';

const MAX_BODY_BYTES = 64 * 1024;

/** AWS STS (query protocol): tells callers who they are, and lets them be somebody else. */
export class StsService implements AwsService {
  constructor(
    private readonly cloud: Cloud,
    private readonly credentials: Pick<Credentials, 'issue'>,
  ) {}

  async handle(request: AwsRequest): Promise<AwsResponse> {
    try {
      const form = new URLSearchParams((await readBody(request.body, MAX_BODY_BYTES)).toString('utf8'));
      const action = form.get('Action') ?? request.query.get('Action') ?? '';
      return result(action, await this.act(action, form, request));
    } catch (error) {
      return errorAnswer(asAwsError(error));
    }
  }

  private act(
    action: string,
    form: URLSearchParams,
    { region, caller, signal }: AwsRequest,
  ): Promise<object> {
    const { cloud, credentials } = this;
    if (action === 'GetCallerIdentity') {
      return cloud.gate.run(
        { region, service: 'sts', action: 'sts:GetCallerIdentity', resource: '*', caller, signal },
        () => getCallerIdentity(caller, cloud.accountId),
      );
    }
    if (action === 'AssumeRole') return assumeRole(form, { region, caller, signal }, { cloud, credentials });
    throw new AwsError('NotImplemented', `sts:${action} is not served by the local cloud.`, 501);
  }
}
