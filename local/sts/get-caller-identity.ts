import type { Caller } from '../core/call';
import { principalName } from '../iam/access-denied';

/** What GetCallerIdentity answers. */
export interface CallerIdentity {
  UserId: string;
  Account: string;
  Arn: string;
}

/** Of a role the session's ARN is told, as on AWS. */
export function getCallerIdentity(caller: Caller, accountId: string): CallerIdentity {
  const arn = principalName(caller);
  const [, role, session] = /:assumed-role\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  return { UserId: role === undefined ? arn : `${role}:${session}`, Account: accountId, Arn: arn };
}
