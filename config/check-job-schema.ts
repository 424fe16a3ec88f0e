/** What is wrong with a keyword of a schema. */
export interface SchemaFault {
  /** JSON pointer of the schema that has it. */
  path: string;
  reason: string;
}

type Schema = Record<string, unknown>;

/**
 * What JSON Schema of draft 4, OpenAPI 3.0.3 ("Schema Object") and API Gateway agree on: the schema is a model, and stands in the
 * documents for clients.
 */
const ALLOWED = new Set([
  ...['title', 'description', 'default', 'enum', 'type', 'format'],
  ...['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'maxLength', 'minLength', 'pattern'],
  ...['items', 'uniqueItems', 'maxProperties', 'minProperties', 'required', 'properties'],
  ...['additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not'],
]);

/** Keywords that an imported model may have, but that nobody enforces (API Gateway Developer Guide, "Important notes for REST APIs"). */
const UNENFORCED = ['exclusiveMinimum', 'maxItems', 'minItems'];

/** The first keyword of a schema, or of a schema in it, that API Gateway or OpenAPI does not take; names of properties are none. */
export function findSchemaFault(schema: Schema, path = '#'): SchemaFault | undefined {
  for (const [name, value] of Object.entries(schema)) {
    const wrong = faultOf(name, value, path);
    if (wrong)
      return { path, reason: `received ${JSON.stringify(name)}: ${JSON.stringify(value)}, ${wrong}` };
  }
  for (const [at, inner] of schemasIn(schema)) {
    const fault = findSchemaFault(inner, `${path}/${at}`);
    if (fault) return fault;
  }
  return undefined;
}

function faultOf(name: string, value: unknown, path: string): string | undefined {
  // In the API's document the schema is a part: what it refers to within itself would be looked for elsewhere.
  if (name === '$ref') return 'allowed is a schema that stands for itself';
  if (UNENFORCED.includes(name)) return 'which API Gateway does not enforce: have the processor look at it';
  // These say which schema it is, and are left out of the document.
  if (['$schema', 'id'].includes(name) && path === '#') return undefined;
  if (!ALLOWED.has(name)) return `allowed are ${[...ALLOWED].join(', ')}`;
  if (name === 'type' && (Array.isArray(value) || value === 'null'))
    return 'allowed is one type, and not null';
  if (name === 'items' && Array.isArray(value)) return 'allowed is one schema of all items';
  return undefined;
}

/** The schemas in a schema, each with where it stands. */
function schemasIn(schema: Schema): [string, Schema][] {
  const one = ['items', 'additionalProperties', 'not'].map((name) => [name, schema[name]] as const);
  const many = ['properties', 'allOf', 'anyOf', 'oneOf'].flatMap((name) =>
    Object.entries(isObject(schema[name]) ? schema[name] : {}).map(
      ([key, value]) => [`${name}/${key}`, value] as const,
    ),
  );
  return [...one, ...many].filter((entry): entry is [string, Schema] => isObject(entry[1]));
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
