import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04';
import type { ApiCall } from './api-call';
import { GatewayError } from './gateway-error';
import { mediaTypeOf } from './media-types';
import type { OpenApiDocument, Operation } from './openapi';

/** A request validator of the API (`x-amazon-apigateway-request-validators`). */
export interface RequestValidator {
  validateRequestBody?: boolean;
  validateRequestParameters?: boolean;
}

/** The models of a method's body, by media type, where its validator asks for them. */
export class BodyModels {
  private constructor(
    private readonly models: Map<string, ValidateFunction>,
    private readonly required: boolean,
  ) {}

  /**
   * Compiles what a method's validator asks for. Models are JSON Schema draft 4 (API Gateway Developer Guide, "Data models
   * for REST APIs"); a body whose media type has no model is not looked at.
   * @param fault called with a place and a reason for whatever is not served
   * @returns undefined when nothing is to be validated
   */
  static of(
    operation: Operation,
    document: OpenApiDocument,
    fault: (path: string, reason: string) => void,
  ): BodyModels | undefined {
    const name = operation['x-amazon-apigateway-request-validator'];
    if (name === undefined) return undefined;
    const validator = document['x-amazon-apigateway-request-validators']?.[name];
    if (!validator) fault('x-amazon-apigateway-request-validator', `there is no validator ${name}`);
    if (validator?.validateRequestParameters) {
      fault('x-amazon-apigateway-request-validator', 'validation of parameters is not served');
    }
    if (!validator?.validateRequestBody) return undefined;
    const { content = {}, required = false } = operation.requestBody ?? {};
    const models = new Map<string, ValidateFunction>();
    for (const [mediaType, { schema }] of Object.entries(content)) {
      try {
        models.set(mediaType, compile(schema, document));
      } catch (error) {
        fault(`requestBody.content.${mediaType}.schema`, (error as Error).message);
      }
    }
    return new BodyModels(models, required);
  }

  /** @throws GatewayError BAD_REQUEST_BODY (400) */
  check({ http, body }: ApiCall): void {
    const validate = this.models.get(mediaTypeOf(http.headers['content-type']));
    if (!validate || (body.length === 0 && !this.required)) return;
    const value = parse(body.toString('utf8'));
    if (!validate(value)) throw refused((validate.errors ?? []).map(describe));
  }
}

function compile(schema: unknown, { components = {} }: OpenApiDocument): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
  // References of the document (`#/components/schemas/…`) are found below the same root.
  return ajv.compile({ allOf: [schema], components });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(['Can not parse JSON payload']);
  }
}

const refused = (reasons: string[]) =>
  new GatewayError('BAD_REQUEST_BODY', undefined, `[${reasons.join(', ')}]`);

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
