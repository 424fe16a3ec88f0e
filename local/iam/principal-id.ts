import { createHash } from 'node:crypto';
import type { Caller } from '../core/call';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The unique id of a caller, as `aws:userid`, `$context.identity.caller` and GetCallerIdentity tell it: `AROA…:<session>` for a
 * role, the account's id for its root user (IAM User Guide, "IAM identifiers"). The same at every start.
 */
export function principalId({ principal, sessionName }: Caller, accountId: string): string {
  const [, role] = /:role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return role === undefined ? accountId : `${roleId(principal)}:${sessionName ?? role}`;
}

/** `AROA` and 17 characters that follow from the ARN. */
function roleId(roleArn: string): string {
  const digest = createHash('sha256').update(roleArn).digest();
  return `AROA${[...digest.subarray(0, 17)].map((byte) => BASE32[byte % 32]).join('')}`;
}
