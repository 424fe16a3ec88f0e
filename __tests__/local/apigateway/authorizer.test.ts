import { setImmediate } from 'node:timers/promises';
import type { InvocationResult } from '../../../local/lambda/service';
import { httpRequest } from '../../helpers/http-request';
import { allow, ok, putDocument, TestApi, tokenScheme } from '../../helpers/rest-api';

const post = (headers: Record<string, string> = { AuthDetails: 'token' }) =>
  httpRequest('POST', '/eu-west-2/beta/publish?q=1', headers);

const apiWith = (authorizer: (event: Record<string, unknown>) => InvocationResult, ttl = 300) =>
  new TestApi(
    putDocument(
      { security: [{ token: [] }] },
      {
        requestParameters: {
          'integration.request.path.requestId': 'context.extendedRequestId',
          'integration.request.header.x-amz-meta-principal': 'context.authorizer.principalId',
          'integration.request.header.x-amz-meta-plan': 'context.authorizer.plan',
        },
      },
      tokenScheme(ttl),
    ),
    () => ok(),
    authorizer,
  );

describe('a REQUEST authorizer', () => {
  it('lets an allowed call through and gives mappings its principal and context, as text', async () => {
    const api = apiWith(() => allow({ context: { plan: 7 } }));
    expect((await api.serve(post())).status).toBe(202);
    expect(api.requests[0]?.headers).toMatchObject({
      'x-amz-meta-principal': 'alice',
      'x-amz-meta-plan': '7',
    });
    // The answer does not wait for its log.
    await setImmediate();
    expect(api.logged).toEqual(['POST /publish 202 alice']);
  });

  it('is invoked with the role of API Gateway and the event of AWS', async () => {
    const api = apiWith(() => allow());
    await api.serve(post({ AuthDetails: 'token', 'X-Other': 'y' }));
    expect(api.invocations[0]).toMatchObject({
      region: 'eu-west-2',
      functionName: 'arn:aws:lambda:eu-west-2:000000000000:function:auth',
      caller: { principal: 'arn:aws:iam::000000000000:role/invoke' },
    });
    expect(JSON.parse(api.invocations[0]?.payload ?? '')).toMatchObject({
      type: 'REQUEST',
      methodArn: `arn:aws:execute-api:eu-west-2:000000000000:${api.apiId}/beta/POST/publish`,
      resource: '/publish',
      path: '/publish',
      httpMethod: 'POST',
      headers: { AuthDetails: 'token', 'X-Other': 'y' },
      multiValueHeaders: { AuthDetails: ['token'] },
      queryStringParameters: { q: '1' },
      requestContext: { stage: 'beta', identity: { sourceIp: '192.0.2.1' } },
    });
  });

  it.each([[{}], [{ AuthDetails: '' }]])(
    'answers 401 without being asked when the identity source is missing or empty',
    async (headers: Record<string, string>) => {
      const api = apiWith(() => allow());
      expect((await api.serve(post(headers))).status).toBe(401);
      expect(api.invocations).toEqual([]);
    },
  );

  it('is asked without the header where no identity source is configured', async () => {
    const api = apiWith(() => allow(), 0);
    expect((await api.serve(post({}))).status).toBe(202);
  });

  it('is asked again for another token, and for the same one only when its time is over', async () => {
    const api = apiWith(() => allow(), 10);
    await api.serve(post());
    await api.serve(post());
    expect(api.invocations).toHaveLength(1);
    await api.serve(post({ AuthDetails: 'other' }));
    expect(api.invocations).toHaveLength(2);
    api.now += 10_000;
    await api.serve(post());
    expect(api.invocations).toHaveLength(3);
  });

  it('is asked every time without a cache', async () => {
    const api = apiWith(() => allow(), 0);
    await api.serve(post());
    await api.serve(post());
    expect(api.invocations).toHaveLength(2);
  });

  it('remembers a denial', async () => {
    const api = apiWith(() => allow({}, '*', 'Deny'));
    expect((await api.serve(post())).status).toBe(403);
    expect((await api.serve(post())).status).toBe(403);
    expect(api.invocations).toHaveLength(1);
  });

  it.each([
    ['another stage', 'arn:aws:execute-api:eu-west-2:000000000000:*/prod/*'],
    ['another method', 'arn:aws:execute-api:eu-west-2:000000000000:*/beta/GET/*'],
  ])('fails with 403 for a policy that covers %s', async (_what, resource) => {
    const api = apiWith(() => allow({}, resource));
    expect((await api.serve(post())).status).toBe(403);
  });

  it('lets through what the policy covers by wildcards', async () => {
    const api = apiWith(() => allow({}, 'arn:aws:execute-api:eu-west-?:000000000000:*/beta/*/*'));
    expect((await api.serve(post())).status).toBe(202);
  });

  it('fails with 401 when the function throws "Unauthorized" and with 500 when it throws anything else', async () => {
    const failing = (errorMessage: string) =>
      apiWith(() => ({
        requestId: 'r',
        payload: JSON.stringify({ errorMessage }),
        functionError: 'Unhandled',
      }));
    expect((await failing('Unauthorized').serve(post())).status).toBe(401);
    expect(await failing('broken').serve(post())).toMatchObject({
      status: 500,
      headers: { 'x-amzn-errortype': 'AuthorizerFailureException' },
    });
  });

  it.each([
    ['no principal', { principalId: undefined }],
    ['no policy', { policyDocument: undefined }],
    ['an object in its context', { context: { plan: {} } }],
  ])('fails with 500 for an answer with %s, and asks again next time', async (_what, output) => {
    const api = apiWith(() => allow(output));
    expect(await api.serve(post())).toMatchObject({
      status: 500,
      headers: { 'x-amzn-errortype': 'AuthorizerConfigurationException' },
    });
    await api.serve(post());
    expect(api.invocations).toHaveLength(2);
    expect(api.requests).toEqual([]);
  });

  it('fails with 500 when the function cannot be called', async () => {
    const api = apiWith(() => {
      throw new Error('throttled');
    });
    expect((await api.serve(post())).status).toBe(500);
  });
});

describe('the definition of an authorizer', () => {
  it.each([-1, 3601, 1.5])('fails for a cache of %s seconds', (ttl) => {
    expect(() => apiWith(() => allow(), ttl)).toThrow('authorizerResultTtlInSeconds: received');
  });

  it('fails for a function of another region', () => {
    const scheme = JSON.stringify(tokenScheme(300)).replaceAll('lambda:eu-west-2', 'lambda:eu-west-1');
    const document = putDocument({ security: [{ token: [] }] }, {}, JSON.parse(scheme));
    expect(
      () =>
        new TestApi(
          document,
          () => ok(),
          () => allow(),
        ),
    ).toThrow('names no function of eu-west-2');
  });
});
