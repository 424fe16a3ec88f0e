import { OpenApiError } from '../../../local/apigateway/compile-api';
import type { OpenApiDocument } from '../../../local/apigateway/openapi';
import { httpRequest } from '../../helpers/http-request';
import { putDocument, TestApi, tokenScheme } from '../../helpers/rest-api';

function faultsOf(document: object): string {
  try {
    new TestApi(document as OpenApiDocument);
  } catch (error) {
    expect(error).toBeInstanceOf(OpenApiError);
    return (error as Error).message;
  }
  throw new Error('the document was accepted');
}

describe('a document', () => {
  it('fails the start for every key that is not known, each with its path', () => {
    const message = faultsOf({
      ...putDocument({ callbacks: {} } as object, { tlsConfig: {} } as object),
      'x-amazon-apigateway-policy': {},
    });
    expect(message).toContain('x-amazon-apigateway-policy: is not known');
    expect(message).toContain('paths./publish.post.callbacks: is not known');
    expect(message).toContain('paths./publish.post.integration.tlsConfig: is not known');
  });

  it.each([
    [
      'a forbidden header',
      { 'integration.request.header.Authorization': "'x'" },
      'refuses to set this header',
    ],
    [
      'an undeclared header',
      { 'integration.request.header.A': 'method.request.header.B' },
      'B is not declared',
    ],
    [
      'an unknown source',
      { 'integration.request.header.A': 'stageVariables.b' },
      'stageVariables.b is not served',
    ],
    ['an unknown target', { 'integration.response.header.A': "'x'" }, 'is no target'],
  ])('fails the start for a mapping of %s', (_what, mapping, reason) => {
    const path = { 'integration.request.path.requestId': 'context.extendedRequestId' };
    expect(faultsOf(putDocument({}, { requestParameters: { ...path, ...mapping } }))).toContain(reason);
  });

  it.each([
    ['an unmapped path parameter', { requestParameters: {} }, 'nothing is mapped to {requestId}'],
    ['another service', { uri: 'arn:aws:apigateway:eu-west-2:sqs:path/q' }, 'the service sqs is not served'],
    ['no role', { credentials: undefined }, 'needs a role'],
    ['another type', { type: 'http' }, 'type http are not served'],
    ['a time-out beyond 29 s', { timeoutInMillis: 30_000 }, '30000 is not between 50 and 29000'],
    ['a broken pattern', { responses: { '(': { statusCode: '202' } } }, 'integration.responses.('],
    ['an undeclared status', { responses: { default: { statusCode: '418' } } }, 'declares no response 418'],
    [
      'two responses of one status',
      { responses: { '412': { statusCode: '503' }, default: { statusCode: '503' } } },
      'integration.responses.default: another response has the statusCode 503 already',
    ],
    [
      'an unknown template function',
      { responses: { default: { statusCode: '202', responseTemplates: { a: '$util.escape("x")' } } } },
      '$util.escape is not served',
    ],
  ])('fails the start for an integration with %s', (_what, integration, reason) => {
    expect(faultsOf(putDocument({}, integration))).toContain(reason);
  });

  it('fails the start for a cache without an identity source, and for an authorizer that does not exist', () => {
    const scheme = tokenScheme(300);
    delete scheme.components?.securitySchemes?.token?.['x-amazon-apigateway-authorizer']?.identitySource;
    expect(faultsOf(putDocument({}, {}, scheme))).toContain('a cache needs an identitySource');
    expect(faultsOf(putDocument({ security: [{ nobody: [] }] }))).toContain('there is no authorizer nobody');
  });
});

describe('gateway responses', () => {
  const own = (responses: OpenApiDocument['x-amazon-apigateway-gateway-responses']) =>
    new TestApi(putDocument({}, {}, { 'x-amazon-apigateway-gateway-responses': responses }));
  const nowhere = httpRequest('GET', '/eu-west-2/beta/nowhere');

  it('are those of the type, with its status and words', async () => {
    const api = own({
      MISSING_AUTHENTICATION_TOKEN: {
        statusCode: 404,
        responseTemplates: { 'application/json': '{"m":"none"}' },
      },
    });
    expect(await api.serve(nowhere)).toMatchObject({ status: 404, text: '{"m":"none"}' });
  });

  it('are the default of their class otherwise, with the status of the type', async () => {
    const api = own({ DEFAULT_4XX: { responseTemplates: { 'text/plain': 'no: $context.error.message' } } });
    expect(await api.serve(nowhere)).toMatchObject({
      status: 403,
      headers: { 'content-type': 'text/plain' },
      text: 'no: Missing Authentication Token',
    });
  });

  it('are those of AWS where the document says nothing', async () => {
    expect(await own({}).serve(nowhere)).toMatchObject({
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
      text: '{"message":"Missing Authentication Token"}',
    });
  });
});

describe('stages', () => {
  it('of two APIs share a base URL', async () => {
    const api = new TestApi(putDocument());
    const mock = {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode":200}' },
      responses: { default: { statusCode: '200' } },
    };
    const other = api.service.createRestApi('eu-west-2', 'other', {
      paths: { '/jobs/{id}': { get: { responses: { 200: {} }, 'x-amazon-apigateway-integration': mock } } },
    });
    expect(api.service.createStage(other, { name: 'beta', tracing: false })).toBe(
      'http://127.0.0.1:4566/eu-west-2/beta',
    );
    expect((await api.serve(httpRequest('GET', '/eu-west-2/beta/jobs/7'))).status).toBe(200);
    expect((await api.serve(httpRequest('POST', '/eu-west-2/beta/publish'))).status).toBe(202);
  });

  it('fail the start where their routes overlap', () => {
    const api = new TestApi(putDocument());
    const other = api.service.createRestApi('eu-west-2', 'other', putDocument());
    expect(() => api.service.createStage(other, { name: 'beta', tracing: false })).toThrow(/overlap/);
  });

  it('fail with 403 and a hint where there is none', async () => {
    const answer = await new TestApi(putDocument()).serve(httpRequest('GET', '/eu-west-3/beta/publish'));
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('/eu-west-2/beta/') });
  });
});
