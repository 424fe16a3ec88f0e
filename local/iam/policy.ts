import { type Conditions, compileConditions } from './conditions';
import type { Matcher } from './glob';
import { anything, compileActions, compilePrincipal, compileResources } from './statement-elements';

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

/** What a document may hold that is not parsed yet. */
type Elements = Record<string, unknown>;

/**
 * Parses and compiles a policy document.
 * @param bucketArn of the bucket on which a resource policy hangs, if it is one
 * @throws Error with the place of whatever is wrong, or is not evaluated by the local cloud
 */
export function parsePolicy(text: string, kind: PolicyKind, bucketArn?: string): Statement[] {
  const { Version, Statement, ...rest } = parseObject(text);
  if (Version !== '2012-10-17') throw new Error(`Version: received ${Version}, allowed is 2012-10-17`);
  const [unknown] = Object.keys(rest).filter((name) => name !== 'Id');
  if (unknown !== undefined) throw new Error(`${unknown} is not evaluated`);
  const statements = [Statement].flat() as (Elements | null | undefined)[];
  if (statements.length === 0) throw new Error('Statement: received [], allowed is one statement or more');
  const compiled = statements.map((statement, index) => {
    try {
      return compileStatement(statement ?? {}, kind, bucketArn);
    } catch (error) {
      throw new Error(`Statement[${index}].${(error as Error).message}`, { cause: error });
    }
  });
  checkUnique(statements.map((statement) => statement?.Sid));
  return compiled;
}

function parseObject(text: string): Elements {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new Error('is not JSON', { cause });
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new Error(`received ${text}, allowed is a JSON object`);
  }
  return document as Elements;
}

function compileStatement(statement: Elements, kind: PolicyKind, bucketArn?: string): Statement {
  const given = Object.keys(statement);
  const missing = ELEMENTS[kind].find((name) => !given.includes(name));
  if (missing !== undefined) throw new Error(`${missing} is missing`);
  const unknown = given.find((name) => !ELEMENTS[kind].includes(name) && !OPTIONAL.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is not evaluated`);
  const { Sid = '', Effect, Principal, Action, Resource, Condition } = statement;
  checkSid(Sid);
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`Effect: received ${Effect}`);
  return {
    effect: Effect,
    principal: kind === 'identity' ? anything : compilePrincipal(Principal),
    action: compileActions(Action),
    resource: kind === 'trust' ? anything : compileResources(Resource, bucketArn),
    conditions: compileConditions(Condition),
  };
}

/** IAM User Guide, "IAM JSON policy elements: Sid". */
function checkSid(sid: unknown): void {
  if (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid)) {
    throw new Error(`Sid: received ${JSON.stringify(sid)}, allowed are letters and digits`);
  }
}

function checkUnique(sids: unknown[]): void {
  const twice = sids.find((sid, index) => sid && sids.indexOf(sid) !== index);
  if (twice !== undefined) throw new Error(`Statement: received two of the Sid ${twice}, allowed is one`);
}
