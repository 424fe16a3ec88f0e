import type { Caller } from '../core/call';
import { principalName } from '../iam/access-denied';
import { principalId } from '../iam/principal-id';

/** What GetCallerIdentity answers. */
export interface CallerIdentity {
  UserId: string;
  Account: string;
  Arn: string;
}

/** Of a role the session's id and ARN are told, as on AWS. */
export function getCallerIdentity(caller: Caller, accountId: string): CallerIdentity {
  return { UserId: principalId(caller, accountId), Account: accountId, Arn: principalName(caller) };
}
