import { ACCESS_LOG_FORMAT } from '../../apis/access-log';
import { GATEWAY_RESPONSES } from '../../apis/gateway-responses';

it.each([
  ['DEFAULT_4XX', undefined],
  ['DEFAULT_5XX', 503],
  ['BAD_REQUEST_BODY', 400],
  ['BAD_REQUEST_PARAMETERS', 400],
  ['UNAUTHORIZED', 401],
  ['ACCESS_DENIED', 403],
  ['MISSING_AUTHENTICATION_TOKEN', 404],
  ['RESOURCE_NOT_FOUND', 404],
  ['REQUEST_TOO_LARGE', 413],
  ['UNSUPPORTED_MEDIA_TYPE', 415],
  ['THROTTLED', 429],
  ['QUOTA_EXCEEDED', 429],
  ['API_CONFIGURATION_ERROR', 500],
  ['AUTHORIZER_CONFIGURATION_ERROR', 503],
  ['AUTHORIZER_FAILURE', 503],
  ['INTEGRATION_FAILURE', 503],
  ['INTEGRATION_TIMEOUT', 503],
])('%s has status %s', (type, status) => {
  expect(GATEWAY_RESPONSES[type]?.statusCode).toBe(status);
});

it.each(Object.entries(GATEWAY_RESPONSES))('%s is JSON with a message', (_type, { responseTemplates }) => {
  const rendered = responseTemplates['application/json'].replace('$context.error.messageString', '"text"');

  expect(JSON.parse(rendered)).toEqual({ message: expect.any(String) });
});

it('the access log is one line of JSON without payload or headers', () => {
  const fields = JSON.parse(ACCESS_LOG_FORMAT) as Record<string, string>;

  expect(ACCESS_LOG_FORMAT).not.toContain('\n');
  expect(fields.requestId).toBe('$context.extendedRequestId');
  expect(Object.values(fields).filter((value) => !value.startsWith('$context.'))).toEqual([]);
});
