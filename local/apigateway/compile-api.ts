import { Authorizer } from './authorizer';
import { compileMethod } from './compile-method';
import { GATEWAY_RESPONSE_TYPES } from './gateway-error';
import { GatewayResponses } from './gateway-responses';
import { compileIdentitySources } from './identity-sources';
import { IamAuthorizer } from './iam-authorizer';
import { lambdaFunctionOf } from './lambda-uri';
import type { ApiMethod } from './method';
import type { MethodAuthorizer } from './method-authorizer';
import {
  type AuthorizerDefinition,
  checkDocument,
  METHODS,
  type OpenApiDocument,
  type SecurityScheme,
} from './openapi';
import { Routes } from './routes';
import type { ApiServices } from './services';

/** A REST API ready to serve. */
export interface CompiledApi {
  routes: Routes<ApiMethod>;
  gatewayResponses: GatewayResponses;
}

/** Raised for a document that the local cloud does not serve as it stands, with every fault. */
export class OpenApiError extends Error {
  override readonly name = 'OpenApiError';

  constructor(faults: string[]) {
    super(`body: ${faults.join('; ')}`);
  }
}

/** API Gateway's default (API Gateway Developer Guide, "Lambda authorizers"), seconds. */
const DEFAULT_TTL_SECONDS = 300;
/** API Gateway API reference, CreateAuthorizer. */
const MAX_TTL_SECONDS = 3600;

/**
 * Compiles an OpenAPI document: patterns, mappings, templates and authorizers.
 * @throws OpenApiError
 */
export function compileApi(document: OpenApiDocument, region: string, services: ApiServices): CompiledApi {
  const faults: string[] = [];
  const fault = (path: string, reason: string) => faults.push(`${path}: ${reason}`);
  checkDocument(document, fault);
  const responses = document['x-amazon-apigateway-gateway-responses'] ?? {};
  for (const type of Object.keys(responses)) {
    if (!isResponseType(type)) fault(`x-amazon-apigateway-gateway-responses.${type}`, 'is no response type');
  }
  const authorizers = new Map<string, MethodAuthorizer>();
  for (const [name, scheme] of Object.entries(document.components?.securitySchemes ?? {})) {
    const authorizer = compileAuthorizer(scheme, region, services, (reason) =>
      fault(`components.securitySchemes.${name}`, reason),
    );
    if (authorizer) authorizers.set(name, authorizer);
  }
  const binaryMediaTypes = document['x-amazon-apigateway-binary-media-types'] ?? [];
  const routes = new Routes<ApiMethod>();
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    const methods = new Map<string, ApiMethod>();
    for (const [name, operation] of Object.entries(operations)) {
      const place = `paths.${path}.${name}`;
      const props = { path, operation, document, region, binaryMediaTypes, authorizers, services };
      const method = compileMethod(props, (inner, reason) =>
        fault(inner ? `${place}.${inner}` : place, reason),
      );
      if (method) methods.set(METHODS[name] ?? name, method);
    }
    routes.add(path, methods);
  }
  if (faults.length > 0) throw new OpenApiError(faults);
  return { routes, gatewayResponses: new GatewayResponses(responses) };
}

function isResponseType(type: string): boolean {
  return type in GATEWAY_RESPONSE_TYPES || type === 'DEFAULT_4XX';
}

/** OpenAPI's name for `AWS_IAM` (API Gateway Developer Guide, "x-amazon-apigateway-authtype property"). */
const IAM = 'awsSigv4';

function compileAuthorizer(
  scheme: SecurityScheme,
  region: string,
  { cloud, lambda, signatures }: ApiServices,
  fault: (reason: string) => void,
): MethodAuthorizer | undefined {
  const definition = scheme['x-amazon-apigateway-authorizer'];
  if (scheme['x-amazon-apigateway-authtype'] === IAM) {
    if (definition) fault(`an authorizer is without effect beside authtype ${IAM}`);
    return new IamAuthorizer({ cloud, signatures, region });
  }
  if (scheme['x-amazon-apigateway-authtype'] !== 'custom' || definition?.type !== 'request') {
    fault('only authtype awsSigv4, and authorizers of authtype custom and type request, are served');
    return undefined;
  }
  const { partition, accountId } = cloud;
  const functionArn = lambdaFunctionOf(definition.authorizerUri, { partition, region, accountId });
  if (!functionArn) fault(`the authorizerUri ${definition.authorizerUri} names no function of ${region}`);
  if (!definition.authorizerCredentials) fault('an authorizer without authorizerCredentials is not served');
  const ttlSeconds = definition.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS;
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0 || ttlSeconds > MAX_TTL_SECONDS) {
    fault(`authorizerResultTtlInSeconds: received ${ttlSeconds}, allowed is 0–${MAX_TTL_SECONDS}`);
  }
  const identitySources = sourcesOf(definition, ttlSeconds, fault);
  return new Authorizer({
    cloud,
    lambda,
    region,
    functionArn: functionArn ?? '',
    credentials: definition.authorizerCredentials ?? '',
    identitySources,
    ttlSeconds,
  });
}

function sourcesOf(
  { identitySource = '' }: AuthorizerDefinition,
  ttl: number,
  fault: (reason: string) => void,
) {
  const sources = compileIdentitySources(identitySource, fault);
  if (ttl > 0 && sources.length === 0) fault('a cache needs an identitySource: API Gateway refuses this');
  return sources;
}
