/** A policy as an authorizer returns it, compiled for evaluation. */
export class AuthorizerPolicy {
  private readonly statements: { deny: boolean; resources: RegExp[] }[];

  /** @throws Error for a document that is no policy, or that holds conditions, NotAction, NotResource or NotPrincipal */
  constructor(document: unknown) {
    const statements = asList((document as { Statement?: unknown } | null)?.Statement) as RawStatement[];
    if (statements.length === 0) throw new Error('the policy has no statements');
    if (!statements.every(isServed))
      throw new Error('a statement needs Action and Resource, and no Not… of them');
    this.statements = statements.filter(invokes).map((statement) => {
      if (statement.Condition) throw new Error('conditions are not served in policies of authorizers');
      if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
        throw new Error('Effect is Allow or Deny');
      return {
        deny: statement.Effect === 'Deny',
        resources: asList(statement.Resource).map((resource) => globOf(resource)),
      };
    });
  }

  /** Whether a method may be invoked: allowed somewhere and denied nowhere. */
  decide(methodArn: string): 'allowed' | 'denied' | 'not allowed' {
    let allowed = false;
    for (const { deny, resources } of this.statements) {
      if (!resources.some((resource) => resource.test(methodArn))) continue;
      if (deny) return 'denied';
      allowed = true;
    }
    return allowed ? 'allowed' : 'not allowed';
  }
}

interface RawStatement {
  Effect?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Condition?: unknown;
}

function isServed(statement: unknown): boolean {
  if (typeof statement !== 'object' || statement === null) return false;
  const { Action, Resource } = statement as RawStatement;
  const negated = ['NotAction', 'NotResource', 'NotPrincipal'].some((name) => name in statement);
  return !negated && asList(Action).length > 0 && asList(Resource).length > 0;
}

const INVOKE = 'execute-api:Invoke';

function invokes(statement: RawStatement): boolean {
  return asList(statement.Action).some((action) => globOf(action, 'i').test(INVOKE));
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** IAM's wildcards: `*` any text, `?` any character. */
function globOf(pattern: unknown, flags = ''): RegExp {
  const source = String(pattern)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, `${flags}s`);
}
