import type { Caller } from '../core/call';

/** What GetCallerIdentity answers. */
export interface CallerIdentity {
  UserId: string;
  Account: string;
  Arn: string;
}

/** Of a role the session's ARN is told, as on AWS; the session has the role's name. */
export function getCallerIdentity({ principal }: Caller, accountId: string): CallerIdentity {
  const role = /^arn:([^:]+):iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principal);
  if (!role) {
    return { UserId: principal, Account: accountId, Arn: principal };
  }
  const [, partition, account = accountId, name = ''] = role;
  return {
    UserId: `${name}:${name}`,
    Account: account,
    Arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${name}`,
  };
}
