import { AwsError } from '../core/aws-error';
import type { Caller } from '../core/call';
import type { GatedCall } from '../core/gate';
import type { Denial } from './evaluate';

/** Error code and HTTP status where they are not `AccessDeniedException` and 400, as clients of AWS report them. */
const ERRORS: Partial<Record<GatedCall['service'], { code?: string; status: number }>> = {
  s3: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  lambda: { status: 403 },
  sqs: { status: 403 },
  'execute-api': { status: 403 },
};

/** The error of a denied call, naming who may not do what to which resource. */
export function accessDenied(call: GatedCall, denial: Denial): AwsError {
  const { code = 'AccessDeniedException', status } = ERRORS[call.service] ?? { status: 400 };
  // SQS writes actions in lower case, and S3 resources in quotation marks.
  const action = call.service === 'sqs' ? call.action.toLowerCase() : call.action;
  const resource = call.service === 's3' ? `"${call.resource}"` : call.resource;
  const reason = denial.endsWith(' it') ? `${denial.slice(0, -2)}the ${action} action` : denial;
  const who = `User: ${principalName(call.caller)} is not authorized to perform: ${action}`;
  return new AwsError(code, `${who} on resource: ${resource} ${reason}`, status);
}

/** The session of a role, as AWS names it; services and users are named as they are. */
export function principalName({ principal, sessionName }: Caller): string {
  const [, partition, account, role] =
    /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return role === undefined
    ? principal
    : `arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName ?? role}`;
}
