/** Raised for a path beyond what is served: `$`, names and positions. */
export class JsonPathError extends Error {
  override readonly name = 'JsonPathError';
}

const STEP = /\.([A-Za-z_][\w-]*)|\[(?:'([^']*)'|"([^"]*)"|(\d+))\]/y;

/**
 * The value at a JSONPath such as `$.items[0]['a b']`; undefined when there is none.
 * @throws JsonPathError
 */
export function jsonPath(document: unknown, path: string): unknown {
  if (!path.startsWith('$')) throw new JsonPathError(`${path}: a JSONPath begins with $`);
  let value = document;
  STEP.lastIndex = 1;
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (!match) throw new JsonPathError(`${path}: not served by the local cloud from position ${at}`);
    const step = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}
