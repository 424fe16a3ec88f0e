import type { RequestValidator } from './body-models';
import type { GatewayResponseDefinition } from './gateway-responses';
import { INTEGRATION_KEYS, INTEGRATION_RESPONSE_KEYS, type IntegrationDefinition } from './integration';
import type { DeclaredParameter } from './parameter-source';

/** What the local cloud reads of an OpenAPI 3 document with API Gateway's extensions. */
export interface OpenApiDocument {
  info?: { title?: string };
  'x-amazon-apigateway-binary-media-types'?: string[];
  'x-amazon-apigateway-gateway-responses'?: Record<string, GatewayResponseDefinition>;
  'x-amazon-apigateway-request-validators'?: Record<string, RequestValidator>;
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown>; securitySchemes?: Record<string, SecurityScheme> };
}

/** One method. */
export interface Operation {
  parameters?: DeclaredParameter[];
  security?: Record<string, string[]>[];
  requestBody?: { required?: boolean; content?: Record<string, { schema?: unknown }> };
  responses?: Record<string, { headers?: Record<string, unknown> }>;
  'x-amazon-apigateway-request-validator'?: string;
  'x-amazon-apigateway-integration'?: IntegrationDefinition;
}

/** An authorizer in OpenAPI's place for it. */
export interface SecurityScheme {
  /** Header that carries it. */
  name?: string;
  'x-amazon-apigateway-authtype'?: string;
  'x-amazon-apigateway-authorizer'?: AuthorizerDefinition;
}

export interface AuthorizerDefinition {
  type: string;
  authorizerUri: string;
  authorizerCredentials?: string;
  /** Seconds, 0–3600. Default 300. */
  authorizerResultTtlInSeconds?: number;
  identitySource?: string;
}

/** OpenAPI's methods and API Gateway's own for all others. */
export const METHODS: Record<string, string> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  options: 'OPTIONS',
  head: 'HEAD',
  patch: 'PATCH',
  'x-amazon-apigateway-any-method': 'ANY',
};

/** Keys by place. What is not listed has an effect on AWS that the local cloud would leave out. */
const KEYS = {
  document: [
    'openapi',
    'info',
    'paths',
    'components',
    'x-amazon-apigateway-binary-media-types',
    'x-amazon-apigateway-gateway-responses',
    'x-amazon-apigateway-request-validators',
  ],
  validator: ['validateRequestBody', 'validateRequestParameters'],
  components: ['schemas', 'securitySchemes'],
  scheme: [
    'type',
    'name',
    'in',
    'description',
    'x-amazon-apigateway-authtype',
    'x-amazon-apigateway-authorizer',
  ],
  authorizer: [
    'type',
    'authorizerUri',
    'authorizerCredentials',
    'authorizerResultTtlInSeconds',
    'identitySource',
  ],
  operation: [
    'summary',
    'description',
    'operationId',
    'tags',
    'parameters',
    'security',
    'requestBody',
    'responses',
    'x-amazon-apigateway-request-validator',
    'x-amazon-apigateway-integration',
  ],
  gatewayResponse: ['statusCode', 'responseTemplates'],
};

/**
 * Checks that a document holds only what the local cloud serves.
 * @param fault called with the path of each key that it does not know
 */
export function checkDocument(
  document: OpenApiDocument,
  fault: (path: string, reason: string) => void,
): void {
  const check = (path: string, value: unknown, known: string[]) => {
    for (const key of Object.keys((value ?? {}) as object)) {
      if (!known.includes(key)) fault(path ? `${path}.${key}` : key, 'is not known');
    }
  };
  check('', document, KEYS.document);
  check('components', document.components, KEYS.components);
  for (const [name, scheme] of Object.entries(document.components?.securitySchemes ?? {})) {
    const path = `components.securitySchemes.${name}`;
    check(path, scheme, KEYS.scheme);
    check(
      `${path}.x-amazon-apigateway-authorizer`,
      scheme['x-amazon-apigateway-authorizer'],
      KEYS.authorizer,
    );
  }
  for (const [type, response] of Object.entries(document['x-amazon-apigateway-gateway-responses'] ?? {})) {
    check(`x-amazon-apigateway-gateway-responses.${type}`, response, KEYS.gatewayResponse);
  }
  for (const [name, validator] of Object.entries(document['x-amazon-apigateway-request-validators'] ?? {})) {
    check(`x-amazon-apigateway-request-validators.${name}`, validator, KEYS.validator);
  }
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    check(`paths.${path}`, operations, Object.keys(METHODS));
    for (const [method, operation] of Object.entries(operations)) {
      const place = `paths.${path}.${method}`;
      check(place, operation, KEYS.operation);
      const integration = operation['x-amazon-apigateway-integration'];
      check(`${place}.integration`, integration, INTEGRATION_KEYS);
      for (const [pattern, response] of Object.entries(integration?.responses ?? {})) {
        check(`${place}.integration.responses.${pattern}`, response, INTEGRATION_RESPONSE_KEYS);
      }
    }
  }
}
