import type { OpenApiDocument, Operation } from '../../../local/apigateway/openapi';
import { AwsError } from '../../../local/core/aws-error';
import type { InvocationResult } from '../../../local/lambda/service';
import { httpRequest } from '../../helpers/http-request';
import { TestApi } from '../../helpers/rest-api';

const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:get-job';
const URI = `arn:aws:apigateway:eu-west-2:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;
const ROLE = 'arn:aws:iam::000000000000:role/get-job-invoke';

type Integration = NonNullable<Operation['x-amazon-apigateway-integration']>;

function proxyDocument(integration: Partial<Integration> = {}, more: Partial<OpenApiDocument> = {}) {
  return {
    paths: {
      '/jobs/{jobId}': {
        post: {
          'x-amazon-apigateway-integration': {
            type: 'aws_proxy',
            httpMethod: 'POST',
            uri: URI,
            credentials: ROLE,
            ...integration,
          },
        },
      },
    },
    ...more,
  } satisfies OpenApiDocument;
}

const answers = (answer: unknown): InvocationResult => ({ requestId: 'r', payload: JSON.stringify(answer) });

/** Calls the route over a function of the test. */
async function call(
  answer: (event: Record<string, unknown>) => InvocationResult,
  {
    body = '',
    headers,
    query = '',
  }: { body?: string | Buffer; headers?: Record<string, string>; query?: string } = {},
  document: OpenApiDocument = proxyDocument(),
) {
  const api = new TestApi(document, undefined, answer);
  const response = await api.serve(
    httpRequest('POST', `/eu-west-2/beta/jobs/a%20b?${query}`, headers, Buffer.from(body)),
  );
  return { ...response, invocations: api.invocations };
}

it('hands the request to the function, by the role of the integration', async () => {
  let event: Record<string, unknown> = {};
  const { invocations } = await call(
    (received) => {
      event = received;
      return answers({ statusCode: 200 });
    },
    { body: '{"a":"ä"}', headers: { 'content-type': 'application/json', 'x-more': '1' }, query: 'q=1&q=2' },
  );

  expect(event).toMatchObject({
    resource: '/jobs/{jobId}',
    path: '/jobs/a%20b',
    httpMethod: 'POST',
    pathParameters: { jobId: 'a%20b' },
    queryStringParameters: { q: '2' },
    multiValueQueryStringParameters: { q: ['1', '2'] },
    stageVariables: null,
    requestContext: { stage: 'beta', accountId: '000000000000', httpMethod: 'POST' },
    body: '{"a":"ä"}',
    isBase64Encoded: false,
  });
  expect(invocations[0]).toMatchObject({ region: 'eu-west-2', functionName: FUNCTION });
  expect(invocations[0]?.caller.principal).toContain('get-job-invoke');
});

it('says null for what is not there', async () => {
  let event: Record<string, unknown> = {};
  await call((received) => {
    event = received;
    return answers({ statusCode: 204 });
  });

  expect(event).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: null,
    isBase64Encoded: false,
  });
});

it('sends bodies of binary media types in base64', async () => {
  let event: Record<string, unknown> = {};
  const bytes = Buffer.from([0, 255, 1]);
  await call(
    (received) => {
      event = received;
      return answers({ statusCode: 200 });
    },
    { body: bytes },
    proxyDocument({}, { 'x-amazon-apigateway-binary-media-types': ['*/*'] }),
  );

  expect(event).toMatchObject({ body: bytes.toString('base64'), isBase64Encoded: true });
});

it('gives the client what the function answers: status, headers of both forms, text or bytes', async () => {
  const text = await call(() =>
    answers({
      statusCode: 201,
      headers: { 'X-One': 1, 'X-Two': 'a' },
      multiValueHeaders: { 'x-two': ['b', 'c'] },
      body: '{"ä":1}',
    }),
  );
  const bytes = await call(() =>
    answers({
      statusCode: 200,
      headers: { 'Content-Type': 'image/png' },
      body: 'AP8B',
      isBase64Encoded: true,
    }),
  );

  expect(text).toMatchObject({ status: 201, text: '{"ä":1}' });
  expect(text.headers).toMatchObject({ 'content-type': 'application/json', 'x-one': '1', 'x-two': 'b, c' });
  expect(bytes.headers).toMatchObject({ 'content-type': 'image/png' });
  expect(bytes.body).toEqual(Buffer.from([0, 255, 1]));
});

it.each([
  ['a status that is none', { statusCode: 'ok' }],
  ['no status', { body: 'x' }],
  ['a body that is no text', { statusCode: 200, body: {} }],
  ['a list', []],
  ['nothing', null],
])('answers 502 for a function that answers with %s', async (_, answer) => {
  expect(await call(() => answers(answer))).toMatchObject({
    status: 502,
    text: '{"message":"Internal server error"}',
  });
});

it('answers 502 for a function that answers with nothing at all', async () => {
  expect((await call(() => ({ requestId: 'r', payload: '' }))).status).toBe(502);
});

it('answers 502 for a function that fails, and for one that cannot be called', async () => {
  const failed: InvocationResult = {
    requestId: 'r',
    payload: '{"errorMessage":"x"}',
    functionError: 'Unhandled',
  };

  expect((await call(() => failed)).status).toBe(502);
  const denied = await call(() => {
    throw new AwsError('AccessDeniedException', 'no', 403);
  });
  expect(denied.status).toBe(502);
});

it('answers 413 for what Lambda does not take', async () => {
  const { status, text } = await call(() => {
    throw new AwsError('RequestTooLargeException', 'too large', 413);
  });

  expect(status).toBe(413);
  expect(text).toBe('{"message":"Request Too Long"}');
});

it.each([
  ['another method than POST', { httpMethod: 'GET' }, 'a function is called by POST'],
  ['no role', { credentials: undefined }, 'a proxy integration without a role is not served'],
  [
    'a URI that is no function of the region',
    { uri: URI.replace(':eu-west-2:000', ':us-east-1:000') },
    'names no function',
  ],
  ['templates', { requestTemplates: {} }, 'without effect in a proxy integration'],
])('fails the start for %s', (_, integration, reason) => {
  expect(() => new TestApi(proxyDocument(integration))).toThrow(reason);
});
