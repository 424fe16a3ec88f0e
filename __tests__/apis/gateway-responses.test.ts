import { ACCESS_LOG_FORMAT } from '../../apis/access-log';
import { gatewayResponses } from '../../apis/gateway-responses';

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
  expect(gatewayResponses({ mode: 'token' })[type]?.statusCode).toBe(status);
});

it('says 403 for a route that nobody knows where calls are signed: API Gateway answers so without a signature, too', () => {
  const signed = gatewayResponses({ mode: 'iam' });

  expect(signed.MISSING_AUTHENTICATION_TOKEN).toEqual({
    statusCode: 403,
    responseTemplates: { 'application/json': '{"message":"no such route, or the call is not signed"}' },
  });
  expect(signed.ACCESS_DENIED?.statusCode).toBe(403);
});

const ALL = (['token', 'iam'] as const).flatMap((mode) => Object.entries(gatewayResponses({ mode })));

it.each(ALL)('%s is JSON with a message', (_type, { responseTemplates }) => {
  const rendered = responseTemplates['application/json'].replace('$context.error.messageString', '"text"');

  expect(JSON.parse(rendered)).toEqual({ message: expect.any(String) });
});

it('the access log is one line of JSON without payload or headers', () => {
  const fields = JSON.parse(ACCESS_LOG_FORMAT) as Record<string, string>;

  expect(ACCESS_LOG_FORMAT).not.toContain('\n');
  expect(fields.requestId).toBe('$context.extendedRequestId');
  expect(Object.values(fields).filter((value) => !value.startsWith('$context.'))).toEqual([]);
});
