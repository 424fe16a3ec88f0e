/**
 * What is wrong with an IAM policy document in JSON; undefined when nothing is. Used for every attribute that holds one.
 */
export function policyFault(value: unknown): string | undefined {
  let document: { Version?: unknown; Statement?: unknown };
  try {
    document = JSON.parse(String(value));
  } catch {
    return 'is not JSON';
  }
  if (document.Version !== '2012-10-17') return `has the version ${document.Version}, allowed is 2012-10-17`;
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  for (const statement of statements as Record<string, unknown>[]) {
    if (statement?.Effect !== 'Allow' && statement?.Effect !== 'Deny')
      return 'has a statement without Effect';
    if (!statement.Action && !statement.NotAction) return 'has a statement without Action';
    if (!statement.Resource && !statement.NotResource && !statement.Principal && !statement.NotPrincipal) {
      return 'has a statement without Resource or Principal';
    }
  }
  return undefined;
}
