import type { OpenApiDocument } from '../../../local/apigateway/openapi';
import { httpRequest } from '../../helpers/http-request';
import { putDocument, TestApi } from '../../helpers/rest-api';

const JOB = {
  type: 'object',
  required: ['seconds'],
  properties: { seconds: { type: 'number', minimum: 0 }, tags: { $ref: '#/components/schemas/Tags' } },
  additionalProperties: false,
};

/** A route whose body is held against a model, and passed on as it is. */
function modelled(
  requestBody: object = { required: true, content: { 'application/json': { schema: JOB } } },
  validators: OpenApiDocument['x-amazon-apigateway-request-validators'] = {
    body: { validateRequestBody: true },
  },
): OpenApiDocument {
  return putDocument(
    { requestBody, 'x-amazon-apigateway-request-validator': 'body' },
    { passthroughBehavior: 'when_no_templates' },
    {
      'x-amazon-apigateway-binary-media-types': [],
      'x-amazon-apigateway-request-validators': validators,
      'x-amazon-apigateway-gateway-responses': {
        BAD_REQUEST_BODY: {
          responseTemplates: { 'application/json': '{"message":"$context.error.validationErrorString"}' },
        },
      },
      components: { schemas: { Job: JOB, Tags: { type: 'array', items: { type: 'string' } } } },
    },
  );
}

const post = async (body: string, document = modelled(), headers: Record<string, string> = {}) => {
  const api = new TestApi(document);
  const answer = await api.serve(
    httpRequest(
      'POST',
      '/eu-west-2/beta/publish',
      { 'content-type': 'application/json', ...headers },
      Buffer.from(body),
    ),
  );
  return { ...answer, requests: api.requests };
};

it('passes a body on that the model allows', async () => {
  const { status, requests } = await post('{"seconds":1.5,"tags":["a"]}');

  expect(status).toBe(202);
  expect(requests).toHaveLength(1);
});

it.each([
  ['{}', 'object has missing required properties (["seconds"])'],
  [
    '{"seconds":"2"}',
    'instance type (string) does not match any allowed primitive type (allowed: ["number"])',
  ],
  [
    '{"seconds":1,"tags":[2]}',
    'instance type (integer) does not match any allowed primitive type (allowed: ["string"])',
  ],
  ['{"seconds":1,"more":1}', 'object instance has properties which are not allowed by the schema: ["more"]'],
  ['[]', 'instance type (array) does not match any allowed primitive type (allowed: ["object"])'],
  ['{"seconds":-1}', '/seconds must be >= 0'],
  ['seconds=1', 'Can not parse JSON payload'],
  ['', 'Can not parse JSON payload'],
])('refuses %j with 400 and the reason, as JSON', async (body, reason) => {
  const { status, text, requests } = await post(body);

  expect(status).toBe(400);
  expect((JSON.parse(text) as { message: string }).message).toBe(`[${reason}]`);
  expect(requests).toEqual([]);
});

it('takes a body without a content type for JSON', async () => {
  expect((await post('{}', modelled(), { 'content-type': '' })).status).toBe(400);
});

it('does not look at a body of a type that has no model', async () => {
  expect((await post('{}', modelled(), { 'content-type': 'text/plain' })).status).toBe(202);
});

it('lets an empty body pass where none is required', async () => {
  const optional = modelled({ content: { 'application/json': { schema: JOB } } });

  expect((await post('', optional)).status).toBe(202);
});

it('does not look at bodies when the validator does not say so', async () => {
  expect((await post('{}', modelled(undefined, { body: { validateRequestBody: false } }))).status).toBe(202);
});

it.each([
  ['a validator that is not there', modelled(undefined, {}), 'there is no validator body'],
  [
    'validation of parameters',
    modelled(undefined, { body: { validateRequestParameters: true } }),
    'validation of parameters is not served',
  ],
  [
    'a model that refers to nothing',
    modelled({ content: { 'application/json': { schema: { $ref: '#/components/schemas/Nobody' } } } }),
    "requestBody.content.application/json.schema: can't resolve reference",
  ],
])('fails the start for %s', (_, document, reason) => {
  expect(() => new TestApi(document)).toThrow(reason);
});
