import Ajv, { type ErrorObject } from 'ajv-draft-04';

/** A model of JSON texts: what it finds wrong with one, nothing for one that it lets pass. */
export type Model = (text: string) => string[];

/**
 * Compiles a model: JSON Schema draft 4 (API Gateway Developer Guide, "Data models for REST APIs").
 * @param components of the document, to which the schema may refer (`#/components/schemas/…`)
 * @throws Error for a schema that is none
 */
export function compileModel(schema: unknown, components: unknown = {}): Model {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  // References of the document are found below the same root.
  const validate = ajv.compile({ allOf: [schema], components });
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return ['Can not parse JSON payload'];
    }
    return validate(value) ? [] : (validate.errors ?? []).map(describe);
  };
}

/**
 * A finding in the words of API Gateway's validator for what is common (java-json-tools/json-schema-validator, its message
 * bundle); ajv's own for the rest.
 */
function describe({ keyword, params, message = '', instancePath, data }: ErrorObject): string {
  const found = JSON.stringify(typeOf(data)).slice(1, -1);
  switch (keyword) {
    case 'required':
      return `object has missing required properties (["${params.missingProperty}"])`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ["${params.additionalProperty}"]`;
    case 'type':
      return `instance type (${found}) does not match any allowed primitive type (allowed: ${JSON.stringify([params.type].flat())})`;
    default:
      return `${instancePath || 'instance'} ${message}`;
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
