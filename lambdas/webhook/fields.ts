/** The members of a body that is a JSON object; undefined for any other. */
export function fieldsOf(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** What is wrong with a body that must have these fields, whatever their values; undefined when nothing is. */
export function missingField(required: string[], body: Buffer): string | undefined {
  if (required.length === 0) return undefined;
  const fields = fieldsOf(body);
  if (!fields) return `the body is no JSON object: ${required.map(quoted).join(', ')} must be in it`;
  const missing = required.find((field) => !Object.hasOwn(fields, field));
  return missing === undefined ? undefined : `${quoted(missing)}: missing`;
}

const quoted = (field: string) => JSON.stringify(field);
