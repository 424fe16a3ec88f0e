import type { ApiCall } from './api-call';
import { contextValue } from './context';

/** Reads one value of a call; undefined when it is not set. */
export type ParameterSource = (call: ApiCall) => string | undefined;

/** A parameter that a method declares. */
export interface DeclaredParameter {
  name: string;
  in: 'header' | 'path' | 'query';
}

/**
 * Compiles the right-hand side of a parameter mapping: `method.request.{header,path,querystring}.<name>`,
 * `context.<variable>` or `'static'`.
 * @param declared the method's parameters; only these can be mapped (API Gateway Developer Guide, "Request parameters")
 * @returns the source, or why it is refused
 */
export function compileSource(expression: string, declared: DeclaredParameter[]): ParameterSource | string {
  if (expression.length >= 2 && expression.startsWith("'") && expression.endsWith("'")) {
    const value = expression.slice(1, -1);
    return () => value;
  }
  const [root = '', ...path] = expression.split('.');
  if (root === 'context' && path.length > 0) return ({ context }) => contextValue(context, path);
  const [request, place = '', ...name] = path;
  if (root === 'method' && request === 'request' && name.length > 0) {
    return methodRequestSource(place, name.join('.'), declared);
  }
  return `the source ${expression} is not served`;
}

function methodRequestSource(
  place: string,
  name: string,
  declared: DeclaredParameter[],
): ParameterSource | string {
  const isDeclared = (where: DeclaredParameter['in']) =>
    declared.some((parameter) => parameter.in === where && parameter.name === name);
  if (place === 'header') {
    if (!isDeclared('header')) return `the header ${name} is not declared`;
    const lowerCase = name.toLowerCase();
    return ({ http }) => http.headers[lowerCase];
  }
  if (place === 'querystring') {
    if (!isDeclared('query')) return `the query parameter ${name} is not declared`;
    return ({ http }) => http.query.get(name) ?? undefined;
  }
  if (place === 'path') {
    if (!isDeclared('path')) return `the path parameter ${name} is not declared`;
    return ({ pathParameters }) => pathParameters[name];
  }
  return `the source method.request.${place} is not served`;
}
