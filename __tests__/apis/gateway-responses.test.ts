import { ACCESS_LOG_FORMAT, CONNECTION_LOG_FORMAT } from '../../apis/access-log';
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

it('says of a JSON Web Token that it may be valid later', () => {
  expect(gatewayResponses({ mode: 'jwt' }).UNAUTHORIZED).toEqual({
    statusCode: 401,
    responseTemplates: { 'application/json': '{"message":"no token, or one that is not valid yet"}' },
  });
});

const ALL = (['token', 'iam', 'jwt'] as const).flatMap((mode) => Object.entries(gatewayResponses({ mode })));

it.each(ALL)('%s is JSON with a message', (_type, { responseTemplates }) => {
  const rendered = responseTemplates['application/json'].replace('$context.error.messageString', '"text"');

  expect(JSON.parse(rendered)).toEqual({ message: expect.any(String) });
});

it.each([
  ['access', ACCESS_LOG_FORMAT],
  ['connection', CONNECTION_LOG_FORMAT],
])(
  'the %s log is one line of JSON without payload or headers, and names who calls in every mode',
  (_, format) => {
    const fields = JSON.parse(format) as Record<string, string>;

    expect(format).not.toContain('\n');
    expect(fields).toMatchObject({
      requestId: '$context.extendedRequestId',
      principal: '$context.authorizer.principalId',
      caller: '$context.identity.caller',
    });
    expect(Object.values(fields).filter((value) => !value.startsWith('$context.'))).toEqual([]);
  },
);
