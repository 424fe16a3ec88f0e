import type { ApiCall } from './api-call';
import { compileSource, type ParameterSource } from './parameter-source';

/**
 * Compiles an authorizer's identity sources, such as `method.request.header.AuthDetails, context.identity.sourceIp`.
 * They need no declaration on the method.
 * @param fault called with the reason for each that is refused
 */
export function compileIdentitySources(text: string, fault: (reason: string) => void): ParameterSource[] {
  const expressions = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return expressions.flatMap((expression) => {
    const name = expression.split('.').slice(3).join('.');
    const source = compileSource(expression, [
      { name, in: 'header' },
      { name, in: 'query' },
    ]);
    if (typeof source !== 'string') return [source];
    fault(source);
    return [];
  });
}

/** The values of all identity sources; undefined when one is missing or empty. */
export function identityOf(sources: ParameterSource[], call: ApiCall): string[] | undefined {
  const values: string[] = [];
  for (const source of sources) {
    const value = source(call);
    if (!value) return undefined;
    values.push(value);
  }
  return values;
}
