import { arnPattern } from './arn-pattern';
import { type Conditions, compileConditions } from './conditions';
import { glob, type Matcher } from './glob';

/** What a policy hangs on: an identity, a resource, or a role as that which is assumed. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** A statement, ready to be asked. */
export interface Statement {
  effect: 'Allow' | 'Deny';
  /** On the principal: a role's ARN or a service principal. */
  principal: Matcher;
  action: Matcher;
  resource: Matcher;
  conditions: Conditions;
}

/** Elements that a statement of each kind has (IAM User Guide, "IAM JSON policy element reference"). */
const ELEMENTS: Record<PolicyKind, string[]> = {
  identity: ['Effect', 'Action', 'Resource'],
  resource: ['Effect', 'Principal', 'Action', 'Resource'],
  trust: ['Effect', 'Principal', 'Action'],
};
const OPTIONAL = ['Sid', 'Condition'];

const anything: Matcher = () => true;

/**
 * Parses and compiles a policy document.
 * @throws Error with the place of whatever is wrong, or is not evaluated by the local cloud
 */
export function parsePolicy(text: string, kind: PolicyKind): Statement[] {
  const { Version, Statement: statements, ...rest } = parseJson(text);
  if (Version !== '2012-10-17') throw new Error(`Version: received ${Version}, allowed is 2012-10-17`);
  const [unknown] = Object.keys(rest).filter((name) => name !== 'Id');
  if (unknown !== undefined) throw new Error(`${unknown} is not evaluated`);
  return [statements].flat().map((statement, index) => {
    try {
      return compileStatement(statement as Record<string, unknown>, kind);
    } catch (error) {
      throw new Error(`Statement[${index}].${(error as Error).message}`, { cause: error });
    }
  });
}

function parseJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new Error('is not JSON', { cause });
  }
}

function compileStatement(statement: Record<string, unknown> | undefined, kind: PolicyKind): Statement {
  const given = Object.keys(statement ?? {});
  const missing = ELEMENTS[kind].find((name) => !given.includes(name));
  if (!statement || missing !== undefined) throw new Error(`${missing} is missing`);
  const unknown = given.find((name) => !ELEMENTS[kind].includes(name) && !OPTIONAL.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is not evaluated`);
  const { Effect, Principal, Action, Resource, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`Effect: received ${Effect}`);
  return {
    effect: Effect,
    principal: kind === 'identity' ? anything : compilePrincipal(Principal),
    // Actions are not case-sensitive.
    action: anyOf('Action', Action, (pattern) => glob(pattern, 'i')),
    resource: kind === 'trust' ? anything : anyOf('Resource', Resource, resourcePattern),
    conditions: compileConditions(Condition),
  };
}

function resourcePattern(pattern: string): Matcher {
  return pattern === '*' ? anything : arnPattern(pattern);
}

/** Everybody, or services by name. Principals of other accounts do not exist here. */
function compilePrincipal(principal: unknown): Matcher {
  if (principal === '*') return anything;
  const { Service, ...rest } = (typeof principal === 'object' ? principal : {}) as Record<string, unknown>;
  const [other] = Object.keys(rest);
  if (other !== undefined || Service === undefined) {
    throw new Error(`Principal${other ? `.${other}` : ''} is not evaluated`);
  }
  const services = [Service].flat();
  return (name) => services.includes(name);
}

function anyOf(element: string, value: unknown, compile: (pattern: string) => Matcher): Matcher {
  const patterns = [value].flat().map(String);
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable !== undefined) throw new Error(`${element}: policy variables are not evaluated: ${variable}`);
  const matchers = patterns.map(compile);
  return (text) => matchers.some((matches) => matches(text));
}
