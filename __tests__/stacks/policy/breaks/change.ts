import type { Arguments, SynthesizedStack } from '../../../helpers/synth';
import type { Statement } from '../statements';

export type Resources = SynthesizedStack['terraform']['resource'];
/** Edits the resources of a copy of a stack. */
export type Change = (resources: Resources) => unknown;

/** A change that breaks a rule, and the stack whose copy it changes. */
export interface Break {
  /** @default an ingest stack */
  stack?: 'central';
  change: Change;
}

/** Breaks of each rule: by its name, and by what is wrong then. */
export type Breaks = Record<string, Record<string, Break>>;

/** Reference to the first resource of a type. */
export function referenceTo(resources: Resources, type: string, attribute: string): string {
  return `\${${type}.${Object.keys(resources[type] ?? {})[0]}.${attribute}}`;
}

/** The first resource of a type whose arguments contain a text. @throws Error when there is none */
export function first(resources: Resources, type: string, text = ''): Arguments {
  const found = Object.values(resources[type] ?? {}).find((args) => JSON.stringify(args).includes(text));
  if (!found) throw new Error(`no ${type} with ${text}`);
  return found;
}

/** Gives the first resource of a type other arguments. */
export function set(type: string, args: Arguments): Change {
  return (resources) => Object.assign(first(resources, type), args);
}

/** Takes all resources of a type away. */
export function drop(type: string): Change {
  return (resources) => delete resources[type];
}

/** Changes the first statement of a policy, whose resource is the first that contains `text`. */
export function inPolicy(
  [type, member, text]: [type: string, member: string, text?: string],
  change: Partial<Statement> | { NotAction: string } | ((resources: Resources) => Partial<Statement>),
): Change {
  return (resources) => {
    const args = first(resources, type, text);
    const policy = JSON.parse(String(args[member])) as { Statement: Statement[] };
    Object.assign(policy.Statement[0]!, typeof change === 'function' ? change(resources) : change);
    args[member] = JSON.stringify(policy);
  };
}

/** Changes the first statement of what a role may do; `text` is part of the policy. */
export function inRole(change: Partial<Statement> | { NotAction: string }, text = ''): Change {
  return inPolicy(['aws_iam_role_policy', 'policy', text], change);
}
