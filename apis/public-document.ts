import { GATEWAY_RESPONSES } from './gateway-responses';

/** What a document for clients says that API Gateway need not know. */
export interface PublicDocumentProps {
  /** URL of the stage. */
  url: string;
  /** Variables in the URL. */
  variables?: Record<string, { default: string; description: string }>;
  /** Examples of request bodies, by path. */
  examples?: Record<string, unknown>;
}

type Json = Record<string, unknown>;
type Operation = Json & { responses: Json; security?: unknown; parameters?: unknown[]; requestBody?: Json };

/** Statuses of gateway responses that any route may give, and those that only a secured one gives. */
const ANYWHERE = ['REQUEST_TOO_LARGE', 'THROTTLED', 'API_CONFIGURATION_ERROR', 'INTEGRATION_FAILURE'];
const SECURED = ['UNAUTHORIZED', 'ACCESS_DENIED'];

/**
 * An API's document as clients and their tools want it: where it is served, every answer that may come, examples, and nothing of
 * API Gateway's own.
 */
export function publicDocument(document: Json, props: PublicDocumentProps): Json {
  const { url, variables, examples = {} } = props;
  const paths = document.paths as Record<string, Record<string, Operation>>;
  return withoutExtensions({
    ...document,
    servers: [{ url, ...(variables && { variables }) }],
    paths: mapValues(paths, (operations, path) =>
      mapValues(operations, (operation, method) => complete(operation, method, examples[path])),
    ),
  }) as Json;
}

function complete(operation: Operation, method: string, example: unknown): Operation {
  const types = operation.security ? [...ANYWHERE, ...SECURED] : ANYWHERE;
  const body = method === 'post' && { requestBody: bodyOf(operation, example) };
  return {
    ...operation,
    ...body,
    // A body's type is OpenAPI's own business, not a parameter.
    ...(operation.parameters && {
      parameters: operation.parameters.filter((parameter) => (parameter as Json).name !== 'Content-Type'),
    }),
    responses: { ...Object.fromEntries(types.map(gatewayResponse)), ...operation.responses },
  };
}

/** Any bytes, unless the operation says what it takes. */
function bodyOf({ requestBody }: Operation, example: unknown): Json {
  if (!requestBody) return { content: { '*/*': { schema: { type: 'string', format: 'binary' } } } };
  const content = requestBody.content as Record<string, Json>;
  return {
    ...requestBody,
    content: mapValues(content, (media) => ({ ...media, ...(example !== undefined && { example }) })),
  };
}

/** An answer that API Gateway gives itself, with its words as the example. */
function gatewayResponse(type: string): [string, Json] {
  const { statusCode, responseTemplates } = GATEWAY_RESPONSES[type] ?? {};
  const example: unknown = JSON.parse(responseTemplates?.['application/json'] ?? '{}');
  const { message } = example as { message: string };
  return [
    String(statusCode),
    {
      description: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' }, example } },
    },
  ];
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
