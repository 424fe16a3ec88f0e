import { EXAMPLE_REQUEST_ID, type OperationExamples } from './examples';
import type { GatewayResponse } from './gateway-responses';
import { SCHEMES } from './security';

/** What a document for clients says that API Gateway need not know. */
export interface PublicDocumentProps {
  /** URL of the stage. */
  url: string;
  /** Variables in the URL. */
  variables?: Record<string, { default: string; description: string }>;
  /** By `<method> <path>`. */
  examples?: Record<string, OperationExamples>;
}

type Json = Record<string, unknown>;
type Operation = Json & {
  responses: Record<string, Answer>;
  security?: Record<string, string[]>[];
  parameters?: unknown[];
  requestBody?: Json;
  'x-amazon-apigateway-integration': { responses?: Record<string, IntegrationAnswer> };
};
type Answer = { description: string; content: Record<string, Json> };
type IntegrationAnswer = { statusCode: string; responseTemplates: { 'application/json': string } };

/** Statuses of gateway responses that any route may give, and those that only a secured one gives. */
const ANYWHERE = ['REQUEST_TOO_LARGE', 'THROTTLED', 'API_CONFIGURATION_ERROR', 'INTEGRATION_FAILURE'];
const SECURED = ['UNAUTHORIZED', 'ACCESS_DENIED'];

/** The extension that holds them. */
const RESPONSES = 'x-amazon-apigateway-gateway-responses';

/**
 * An API's document as clients and their tools want it: where it is served, every answer that may come, examples, and nothing of
 * API Gateway's own.
 */
export function publicDocument(document: Json, props: PublicDocumentProps): Json {
  const { url, variables, examples = {} } = props;
  const paths = document.paths as Record<string, Record<string, Operation>>;
  const responses = document[RESPONSES] as Record<string, GatewayResponse>;
  return withoutExtensions({
    ...document,
    servers: [{ url, ...(variables && { variables }) }],
    paths: mapValues(paths, (operations, path) =>
      mapValues(operations, (operation, method) =>
        complete({ operation, method, responses, examples: examples[`${method} ${path}`] }),
      ),
    ),
  }) as Json;
}

/** An operation, and what else is to be told of it. */
interface OperationProps {
  operation: Operation;
  method: string;
  /** What API Gateway answers itself, by type. */
  responses: Record<string, GatewayResponse>;
  examples?: OperationExamples;
}

function complete({ operation, method, responses, examples = {} }: OperationProps): Operation {
  const answers = (types: string[]) => gatewayAnswers(types, responses);
  const gateway = answers(operation.security ? [...ANYWHERE, ...securedTypes(operation)] : ANYWHERE);
  const words: Record<string, unknown> = {
    // Where two types have one status, the one that this operation gives.
    ...mapValues({ ...answers(Object.keys(responses)), ...gateway }, wordsOf),
    ...integrationWords(operation),
    ...examples.answers,
  };
  const body = method === 'post' && { requestBody: bodyOf(operation, examples.body) };
  return {
    ...operation,
    ...body,
    // A body's type is OpenAPI's own business, not a parameter.
    ...(operation.parameters && {
      parameters: operation.parameters.filter((parameter) => (parameter as Json).name !== 'Content-Type'),
    }),
    responses: mapValues({ ...mapValues(gateway, answerOf), ...operation.responses }, (answer, status) => ({
      ...answer,
      content: withExample(answer.content, words[status]),
    })),
  };
}

/** Nobody is asked for a token where calls are signed. */
function securedTypes({ security }: Operation): string[] {
  return (security ?? []).some((scheme) => SCHEMES.iam in scheme) ? ['ACCESS_DENIED'] : SECURED;
}

/** Any bytes, unless the operation says what it takes. */
function bodyOf({ requestBody }: Operation, example: unknown): Json {
  const body = requestBody ?? { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
  return { ...body, content: withExample(body.content as Record<string, Json>, example) };
}

function withExample(content: Record<string, Json>, example: unknown): Record<string, Json> {
  return example === undefined ? content : mapValues(content, (media) => ({ ...media, example }));
}

/** Answers of these types that API Gateway gives itself, by status. */
function gatewayAnswers(
  types: string[],
  responses: Record<string, GatewayResponse>,
): Record<string, GatewayResponse> {
  return Object.fromEntries(
    types.flatMap((type) => {
      const answer = responses[type];
      return answer?.statusCode === undefined ? [] : [[String(answer.statusCode), answer]];
    }),
  );
}

function wordsOf({ responseTemplates }: GatewayResponse): { message: string } {
  return JSON.parse(responseTemplates['application/json']) as { message: string };
}

function answerOf(answer: GatewayResponse): Answer {
  const { message } = wordsOf(answer);
  return {
    description: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } },
  };
}

/** What API Gateway makes of a backend's answers, by status. */
function integrationWords(operation: Operation): Record<string, unknown> {
  const { responses = {} } = operation['x-amazon-apigateway-integration'];
  return Object.fromEntries(
    Object.values(responses).map(({ statusCode, responseTemplates }) => [
      statusCode,
      JSON.parse(
        responseTemplates['application/json'].replaceAll('$context.extendedRequestId', EXAMPLE_REQUEST_ID),
      ),
    ]),
  );
}

/** Extensions of OpenAPI begin with `x-`; so does no other member of a document, but a schema's own may. */
function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.startsWith('x-amazon-apigateway-'))
      .map(([name, member]) => [name, withoutExtensions(member)]),
  );
}

function mapValues<T, U>(values: Record<string, T>, map: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]));
}
