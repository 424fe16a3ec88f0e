import type { ConditionContext } from './conditions';
import type { Statement } from './policy';

/** What is to be decided. */
export interface Question {
  /** ARN of a role or of the account's root user, or a service principal. */
  principal: string;
  action: string;
  resource: string;
  context: ConditionContext;
}

/** Policies that have a say. */
export interface Policies {
  /** Of the calling role; `unrestricted` for the account's root user. */
  identity: Statement[] | 'unrestricted';
  /** Of the resource that is called. */
  resource: Statement[];
}

/** Why a call is denied, in AWS's words (IAM User Guide, "Troubleshoot access denied error messages"). */
export type Denial =
  | 'with an explicit deny in an identity-based policy'
  | 'with an explicit deny in a resource-based policy'
  | 'because no identity-based policy allows it'
  | 'because no resource-based policy allows it';

/**
 * What both sides must allow: the role by its trust policy, and the caller by its own, for what is trusted is an account as a
 * whole, which leaves it to its administrators (IAM User Guide, "Methods to assume a role").
 */
const ASSUME_ROLE = 'sts:AssumeRole';

/**
 * Decides as AWS does within one account: a Deny wins, else one Allow suffices, whether the role's or the resource's; a
 * service has no policies of its own, and a role is assumed only by whom its trust policy allows and who may assume it (IAM User
 * Guide, "Policy evaluation logic").
 * @returns undefined when the call is allowed
 */
export function evaluate(question: Question, { identity, resource }: Policies): Denial | undefined {
  const own = identity === 'unrestricted' ? [] : identity.filter((statement) => applies(statement, question));
  const target = resource.filter((statement) => applies(statement, question));
  if (own.some(denies)) return 'with an explicit deny in an identity-based policy';
  if (target.some(denies)) return 'with an explicit deny in a resource-based policy';
  const permitted = identity === 'unrestricted' || own.length > 0;
  const isService = !question.principal.startsWith('arn:');
  if (question.action === ASSUME_ROLE) {
    if (target.length === 0) return 'because no resource-based policy allows it';
    return isService || permitted ? undefined : 'because no identity-based policy allows it';
  }
  if (target.length > 0 || permitted) return undefined;
  return isService
    ? 'because no resource-based policy allows it'
    : 'because no identity-based policy allows it';
}

function applies(statement: Statement, { principal, action, resource, context }: Question): boolean {
  return (
    statement.action(action) &&
    statement.resource(resource) &&
    statement.principal(principal) &&
    statement.conditions(context)
  );
}

function denies({ effect }: Statement): boolean {
  return effect === 'Deny';
}
