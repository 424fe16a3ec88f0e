import type { SynthesizedStack } from '../../helpers/synth';
import { every, type Rule } from './rule';
import { type Allowed, allowed, list, POLICIES } from './statements';
import { isExplained, mayEverywhere } from './wildcards';

const ofAllowed = (name: string, faults: (allowed: Allowed) => unknown[]): Rule => ({
  name,
  types: Object.keys(POLICIES),
  faults: (stack) => allowed(stack).flatMap(faults),
});

/** Arguments that hold a policy, at whatever depth, although {@link POLICIES} does not know them. */
function unknownPolicies({ terraform }: SynthesizedStack): string[] {
  return Object.entries(terraform.resource).flatMap(([type, named]) =>
    Object.values(named)
      .flatMap((args) => Object.entries(args))
      .filter(([member, value]) => POLICIES[type] !== member && holdsPolicy(value))
      .map(([member]) => `${type}.${member}`),
  );
}

/** Every policy has this member, and no other text of the stacks has the word. */
function holdsPolicy(value: unknown): boolean {
  return /\bStatement\b|aws_iam_policy_document/.test(JSON.stringify(value) ?? '');
}

/** Who may do what to which resource. */
export const PERMISSION_RULES: Rule[] = [
  ofAllowed('no action is a wildcard', ({ statement: { Action } }) =>
    list(Action).filter((action) => /[*?]/.test(action)),
  ),
  ofAllowed(
    'only explained actions are allowed on every resource, to the roles that need them',
    ({ statement: { Action, Resource }, role }) =>
      list(Resource).includes('*') ? list(Action).filter((action) => !mayEverywhere(role, action)) : [],
  ),
  ofAllowed('only explained wildcards stand in resources', ({ statement: { Resource }, role }) =>
    list(Resource).filter((arn) => arn !== '*' && /[*?]/.test(arn) && !isExplained(arn, role)),
  ),
  every(
    'aws_iam_role',
    'every role may do what its own policy says, nothing by managed or inline policies',
    (of) => of.managed_policy_arns === undefined && of.inline_policy === undefined,
  ),
  { name: 'policies stand only where these rules look for them', types: [], faults: unknownPolicies },
  {
    name: 'policies hold on one side: no NotAction, NotResource or NotPrincipal',
    types: Object.keys(POLICIES),
    faults: ({ text }) => text.match(/Not(Action|Resource|Principal)/g) ?? [],
  },
];
