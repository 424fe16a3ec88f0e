import { BodyModels } from './body-models';
import { AwsIntegration, parseServiceUri } from './aws-integration';
import type { ContentHandling } from './content-handling';
import type { Integration, IntegrationDefinition } from './integration';
import { AS_IT_IS, IntegrationResponses, type ResponseMapping } from './integration-responses';
import type { ApiMethod } from './method';
import type { MethodAuthorizer } from './method-authorizer';
import { MockIntegration } from './mock-integration';
import { lambdaFunctionOf } from './lambda-uri';
import { LambdaProxyIntegration } from './lambda-proxy-integration';
import type { OpenApiDocument, Operation } from './openapi';
import { RequestBody } from './request-body';
import { RequestMapping } from './request-mapping';
import type { ApiServices } from './services';

/** A method as the document defines it, and what it may refer to. */
export interface MethodProps {
  path: string;
  operation: Operation;
  document: OpenApiDocument;
  region: string;
  binaryMediaTypes: string[];
  authorizers: Map<string, MethodAuthorizer>;
  services: ApiServices;
}

type Fault = (path: string, reason: string) => void;

/** API Gateway's limits and default for an integration's time-out, ms ("Quotas for REST APIs"). */
const MIN_TIMEOUT_MS = 50;
const MAX_TIMEOUT_MS = 29_000;

/**
 * Compiles one method.
 * @param fault called with path and reason for whatever API Gateway or the local cloud refuses
 * @returns undefined when it cannot be compiled at all
 */
export function compileMethod(props: MethodProps, fault: Fault): ApiMethod | undefined {
  const { path, operation } = props;
  const definition = operation['x-amazon-apigateway-integration'];
  if (!definition) {
    fault('', 'has no integration');
    return undefined;
  }
  const integration = compileIntegration(props, definition, (inner, reason) =>
    fault(`integration.${inner}`, reason),
  );
  const models = BodyModels.of(operation, props.document, fault);
  const responses = compileResponses(props, definition, fault);
  const timeoutMs = definition.timeoutInMillis ?? MAX_TIMEOUT_MS;
  if (timeoutMs < MIN_TIMEOUT_MS || timeoutMs > MAX_TIMEOUT_MS) {
    fault(
      'integration.timeoutInMillis',
      `${timeoutMs} is not between ${MIN_TIMEOUT_MS} and ${MAX_TIMEOUT_MS}`,
    );
  }
  const authorizer = findAuthorizer(props, fault);
  return integration && { resourcePath: path, authorizer, models, integration, responses, timeoutMs };
}

function compileResponses(
  { operation, binaryMediaTypes }: MethodProps,
  definition: IntegrationDefinition,
  fault: Fault,
): ResponseMapping {
  if (isProxy(definition)) return AS_IT_IS;
  checkResponses(operation, definition, fault);
  return new IntegrationResponses(definition.responses ?? {}, binaryMediaTypes, (pattern, reason) =>
    fault(`integration.responses.${pattern}`, reason),
  );
}

/** OpenAPI writes the type in lower case or, as the API reference does, in upper case. */
const isProxy = ({ type }: IntegrationDefinition) => type.toLowerCase() === 'aws_proxy';

function findAuthorizer({ operation, authorizers }: MethodProps, fault: Fault): MethodAuthorizer | undefined {
  const names = (operation.security ?? []).flatMap((requirement) => Object.keys(requirement));
  if (names.length > 1) fault('security', 'API Gateway takes one authorizer per method');
  const [name] = names;
  if (name === undefined) return undefined;
  const authorizer = authorizers.get(name);
  if (!authorizer) fault('security', `there is no authorizer ${name}`);
  return authorizer;
}

function compileIntegration(
  props: MethodProps,
  definition: IntegrationDefinition,
  fault: Fault,
): Integration | undefined {
  if (isProxy(definition)) return compileProxy(props, definition, fault);
  const body = compileBody(props, definition, fault);
  if (!body) return undefined;
  if (definition.type === 'mock') return new MockIntegration(body);
  if (definition.type === 'aws') return compileAws(props, definition, body, fault);
  fault('type', `integrations of type ${definition.type} are not served`);
  return undefined;
}

/** Mappings and templates of its own are without effect in a proxy integration: the function gets the request. */
const WITHOUT_EFFECT = ['requestParameters', 'requestTemplates', 'responses'] as const;

function compileProxy(
  { services: { cloud, lambda }, region, binaryMediaTypes }: MethodProps,
  definition: IntegrationDefinition,
  fault: Fault,
): Integration | undefined {
  for (const key of WITHOUT_EFFECT)
    if (definition[key]) fault(key, 'is without effect in a proxy integration');
  // Lambda's API knows no other (API Gateway Developer Guide, "Set up Lambda proxy integrations").
  if (definition.httpMethod !== 'POST') fault('httpMethod', 'a function is called by POST');
  if (!definition.credentials)
    fault('credentials', 'are missing: a proxy integration without a role is not served');
  const { partition, accountId } = cloud;
  const functionArn = lambdaFunctionOf(definition.uri ?? '', { partition, region, accountId });
  if (!functionArn) {
    fault('uri', `the URI ${definition.uri} names no function of ${region}`);
    return undefined;
  }
  const credentials = definition.credentials ?? '';
  return new LambdaProxyIntegration({ cloud, lambda, region, functionArn, credentials, binaryMediaTypes });
}

function compileBody({ binaryMediaTypes }: MethodProps, definition: IntegrationDefinition, fault: Fault) {
  const passthroughBehavior = (definition.passthroughBehavior ?? 'when_no_match').toLowerCase();
  if (!['when_no_match', 'when_no_templates', 'never'].includes(passthroughBehavior)) {
    fault('passthroughBehavior', `${definition.passthroughBehavior} is not known`);
  }
  try {
    return new RequestBody({
      binaryMediaTypes,
      passthroughBehavior,
      contentHandling: definition.contentHandling as ContentHandling,
      requestTemplates: definition.requestTemplates ?? {},
    });
  } catch (error) {
    fault('requestTemplates', (error as Error).message);
    return undefined;
  }
}

function compileAws(
  { operation, services }: MethodProps,
  definition: IntegrationDefinition,
  body: RequestBody,
  fault: Fault,
): Integration | undefined {
  const uri = parseServiceUri(definition.uri ?? '');
  if (typeof uri === 'string') {
    fault('uri', uri);
    return undefined;
  }
  const mapping = new RequestMapping(
    definition.requestParameters ?? {},
    operation.parameters ?? [],
    (key, reason) => fault(`requestParameters.${key}`, reason),
  );
  for (const name of uri.names) {
    if (!mapping.pathNames.includes(name)) fault('uri', `nothing is mapped to {${name}}`);
  }
  const { httpMethod, credentials } = definition;
  if (!httpMethod) fault('httpMethod', 'is missing');
  if (!credentials) fault('credentials', 'are missing: an AWS integration needs a role');
  return new AwsIntegration({
    cloud: services.cloud,
    uri,
    httpMethod: httpMethod ?? '',
    credentials: credentials ?? '',
    mapping,
    body,
  });
}

/**
 * API Gateway imports only what the method declares, its status codes and the headers of each; and keeps one integration
 * response per status code.
 */
function checkResponses(
  { responses = {} }: Operation,
  definition: IntegrationDefinition,
  fault: Fault,
): void {
  const seen = new Set<string>();
  for (const [pattern, { statusCode, responseParameters }] of Object.entries(definition.responses ?? {})) {
    if (seen.has(statusCode)) {
      fault(`integration.responses.${pattern}`, `another response has the statusCode ${statusCode} already`);
    }
    seen.add(statusCode);
    const declared = responses[statusCode];
    if (!declared) fault(`integration.responses.${pattern}`, `the method declares no response ${statusCode}`);
    for (const target of Object.keys(responseParameters ?? {})) {
      const name = target.split('.').slice(3).join('.');
      if (declared && !(name in (declared.headers ?? {}))) {
        fault(`integration.responses.${pattern}`, `the method declares no header ${name} for ${statusCode}`);
      }
    }
  }
}
