import type { AwsResponse } from '../../../local/core/call';
import { TestLambda } from '../../helpers/local-lambda';

describe('the Lambda API', () => {
  let lambda: TestLambda;
  beforeEach(() => {
    lambda = new TestLambda();
    lambda.create(
      'exports.handler = async (e) => { if (e.bad) throw new Error("bad"); return { got: e }; };',
    );
  });
  afterEach(() => lambda.service.stop());

  const call = (
    method: string,
    path: string,
    body = '',
    headers: Record<string, string> = {},
  ): Promise<AwsResponse> => {
    const [pathname = '', query] = path.split('?');
    return lambda.service.handle({
      region: 'eu-west-1',
      caller: { principal: 'test' },
      method,
      path: pathname,
      query: new URLSearchParams(query),
      headers,
      body: Buffer.from(body),
      signal: new AbortController().signal,
    });
  };
  const invocations = '/2015-03-31/functions/fn/invocations';

  it('invokes by name and by ARN', async () => {
    expect(await call('POST', invocations, '{"a":1}')).toMatchObject({
      status: 200,
      body: '{"got":{"a":1}}',
      headers: { 'x-amz-executed-version': '$LATEST' },
    });
    const arn = encodeURIComponent('arn:aws:lambda:eu-west-1:000000000000:function:fn');
    expect(await call('POST', `/2015-03-31/functions/${arn}/invocations`)).toMatchObject({
      body: '{"got":{}}',
    });
  });

  it('reports an error of the function in a header', async () => {
    expect(await call('POST', invocations, '{"bad":true}')).toMatchObject({
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
    });
  });

  it('accepts an asynchronous invocation at once', async () => {
    const answer = await call('POST', invocations, '{}', { 'x-amz-invocation-type': 'Event' });
    expect(answer).toMatchObject({ status: 202, body: '' });
    while (lambda.service.list()[0]?.invocations === 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('tells the configuration', async () => {
    const { body } = await call('GET', '/2015-03-31/functions/fn/configuration');
    expect(JSON.parse(String(body))).toMatchObject({
      FunctionName: 'fn',
      Timeout: 10,
      MemorySize: 128,
      Handler: 'index.handler',
    });
  });

  it.each([
    [
      'an unknown function',
      'POST',
      '/2015-03-31/functions/other/invocations',
      '{}',
      404,
      'ResourceNotFoundException',
    ],
    ['a version', 'POST', `${invocations}?Qualifier=7`, '{}', 404, 'ResourceNotFoundException'],
    ['a body that is no JSON', 'POST', invocations, '{', 400, 'InvalidRequestContentException'],
    ['another operation', 'GET', '/2015-03-31/functions', '', 501, 'NotImplemented'],
  ])('fails for %s', async (_what, method, path, body, status, code) => {
    expect(await call(method, path, body)).toMatchObject({ status, headers: { 'x-amzn-errortype': code } });
  });
});
