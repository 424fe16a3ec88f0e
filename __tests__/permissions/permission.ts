import { glob } from '../../local/iam/glob';
import type { DeniedCall } from '../../local/iam/service';
import type { LoadedStack } from '../../local/load/load-stacks';
import type { Resource } from '../../local/core/resource-type';

/** One action on one resource that one statement of one synthesized policy allows. */
export interface Permission {
  /** Resource that holds the policy, its expressions resolved. */
  holder: Resource;
  /** Attribute with the policy. */
  attribute: string;
  /** Where in the policy: the same place in the Terraform JSON as in the resolved policy. */
  place: { statement: number; action: number; resource: number };
  /** Purpose of the role, or name of the queue. */
  of: string;
  /** Who is allowed: a role's name, or a service principal. */
  who: string;
  action: string;
  /** Pattern of ARNs. */
  on: string;
}

interface Statement {
  Effect: string;
  Principal?: { Service: string };
  Action: string | string[];
  Resource?: string | string[];
}

/** Name of the deployment. */
const NAME = 'perm';

/** Every single permission of every policy in the stacks: of roles, of resources, and who may assume which role. */
export function permissionsOf(stacks: LoadedStack[]): Permission[] {
  return stacks
    .flatMap(({ resources }) => resources)
    .flatMap((holder) =>
      Object.keys(holder.attributes).flatMap((attribute) => permissionsIn(holder, attribute)),
    );
}

function permissionsIn(holder: Resource, attribute: string): Permission[] {
  const statements = statementsIn(holder.attributes[attribute]);
  return statements.flatMap(({ Effect, Principal, Action, Resource }, statement) => {
    if (Effect !== 'Allow') return [];
    const who = Principal?.Service ?? String(holder.attributes.role);
    const of = nameOf(holder);
    return [Action].flat().flatMap((action, a) =>
      [Resource ?? String(holder.attributes.arn)].flat().map((on, resource) => ({
        holder,
        attribute,
        place: { statement, action: a, resource },
        of,
        who,
        action,
        on,
      })),
    );
  });
}

function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'string' || !value.includes('"Statement"')) return [];
  return (JSON.parse(value) as { Statement: Statement[] }).Statement;
}

function nameOf({ attributes, region }: Resource): string {
  const name = String(attributes.queue_url ?? attributes.role ?? attributes.name);
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(`${NAME}-${region}-`, '')
    .replace(`${NAME}-`, '');
}

/** A policy without one permission: its other actions, and its action on other resources, stay. */
export function without(policy: string, { place }: Pick<Permission, 'place'>): string {
  const document = JSON.parse(policy) as { Statement: Statement[] };
  const taken = document.Statement[place.statement];
  if (!taken) throw new Error(`there is no statement ${place.statement}`);
  const actions = [taken.Action].flat();
  const left = [{ ...taken, Action: actions.filter((_action, index) => index !== place.action) }];
  if (taken.Resource) {
    const Resource = [taken.Resource].flat().filter((_resource, index) => index !== place.resource);
    left.push({ ...taken, Action: actions.slice(place.action, place.action + 1), Resource });
  }
  const notEmpty = left.filter(({ Action, Resource }) => Action.length > 0 && Resource?.length !== 0);
  document.Statement.splice(place.statement, 1, ...notEmpty);
  // AWS takes no policy without a statement: one about an action that nobody calls.
  if (document.Statement.length === 0) document.Statement.push({ ...taken, Action: 'none:None' });
  return JSON.stringify(document);
}

/** Whether a denied call is the one that a permission would have allowed, with its principal, action and resource. */
export function isDenied({ who, action, on }: Permission, call: DeniedCall): boolean {
  const principal = who.endsWith('.amazonaws.com') ? `User: ${who} ` : `:assumed-role/${who}/`;
  return (
    call.action === action &&
    (on === '*' || glob(on)(call.resource)) &&
    call.message.includes(principal) &&
    call.message.toLowerCase().includes(`not authorized to perform: ${action}`.toLowerCase()) &&
    call.message.includes(call.resource)
  );
}

/** How a permission is called in test names. */
export function titleOf({ of, action, on, holder }: Permission): string {
  return `${of}: ${action} on ${on === '*' ? `* (${holder.region})` : on.split(':').slice(3).join(':') || on}`;
}
