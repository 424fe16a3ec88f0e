/** One step: a member's name or an index. */
type Step = string | number;

/** Steps of a reference path such as `$.error['Cause'][0]`; undefined for any other JSONPath. */
export function parseReferencePath(path: string): Step[] | undefined {
  if (!/^\$(\.[A-Za-z_][\w-]*|\['[^']*'\]|\[\d+\])*$/.test(path)) {
    return undefined;
  }
  const steps = path.matchAll(/\.([\w-]+)|\['([^']*)'\]|\[(\d+)\]/g);
  return [...steps].map(([, name, quoted, index]) =>
    index === undefined ? (name ?? quoted ?? '') : Number(index),
  );
}

/** The value at a reference path, undefined when there is none. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const step of parseReferencePath(path) ?? []) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) {
      return undefined;
    }
    current = (current as Record<Step, unknown>)[step];
  }
  return current;
}
