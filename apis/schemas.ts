/** A JSON object, all members of which are there. */
export function object(properties: Record<string, string>): Record<string, unknown> {
  return {
    type: 'object',
    required: Object.keys(properties),
    properties: Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, { type }])),
  };
}

/** A response whose JSON body is a schema of the document. */
export function response(description: string, schema: string): Record<string, unknown> {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}
