import type { IntegrationDefinition } from '../../../local/apigateway/integration';
import { httpRequest } from '../../helpers/http-request';
import { TestApi } from '../../helpers/rest-api';

function mock(integration: Partial<IntegrationDefinition>, binaryMediaTypes: string[] = ['*/*']): TestApi {
  return new TestApi({
    'x-amazon-apigateway-binary-media-types': binaryMediaTypes,
    paths: {
      '/health/{place}': {
        get: {
          responses: { 200: { headers: { 'X-Place': {} } } },
          'x-amazon-apigateway-integration': {
            type: 'mock',
            passthroughBehavior: 'never',
            requestTemplates: { 'application/json': '{"statusCode":200}' },
            ...integration,
          },
        },
      },
    },
  });
}

const get = (headers: Record<string, string> = {}) =>
  httpRequest('GET', '/eu-west-2/beta/health/a%20b?x=1&y=2', headers);

const response = (template: string, contentHandling?: string) => ({
  default: { statusCode: '200', contentHandling, responseTemplates: { 'application/json': template } },
});

describe('a mock integration', () => {
  it('answers by templates over context, parameters and body', async () => {
    const template =
      '#set($x = $input.params("x"))#if($x == "1"){"at":"$input.params(\'place\')","key":"$util.escapeJavaScript("a\'b")","none":"$context.identity.cognitoIdentityId"}#end';
    const api = mock({
      contentHandling: 'CONVERT_TO_TEXT',
      responses: response(template, 'CONVERT_TO_TEXT'),
    });
    expect(await api.serve(get())).toMatchObject({
      status: 200,
      text: '{"at":"a b","key":"a\\\'b","none":""}',
    });
  });

  it('maps response headers from static values and context', async () => {
    const api = mock({
      contentHandling: 'CONVERT_TO_TEXT',
      responses: {
        default: {
          statusCode: '200',
          responseParameters: { 'method.response.header.X-Place': 'context.httpMethod' },
        },
      },
    });
    expect((await api.serve(get())).headers['x-place']).toBe('GET');
  });

  it('fails with 500 where every type is binary and text is not asked for, in the request and in the answer', async () => {
    const inRequest = mock({ responses: response('{}', 'CONVERT_TO_TEXT') });
    const inAnswer = mock({ contentHandling: 'CONVERT_TO_TEXT', responses: response('{}') });
    expect((await inRequest.serve(get())).status).toBe(500);
    expect((await inAnswer.serve(get())).status).toBe(500);
  });

  it('needs no conversion where types are text', async () => {
    const api = mock({ responses: response('{"ok":true}') }, []);
    expect(await api.serve(get())).toMatchObject({ status: 200, text: '{"ok":true}' });
  });

  it('fails with 415 for a type without a template where nothing passes through', async () => {
    const api = mock({ contentHandling: 'CONVERT_TO_TEXT', responses: response('{}', 'CONVERT_TO_TEXT') });
    expect((await api.serve(get({ 'Content-Type': 'text/plain' }))).status).toBe(415);
  });
});
