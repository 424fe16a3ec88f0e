import { Readable } from 'node:stream';
import { httpRequest } from '../../helpers/http-request';
import { ok, putDocument, TestApi } from '../../helpers/rest-api';

const post = (headers: Record<string, string> = {}, body?: Buffer | Readable) =>
  httpRequest('POST', '/eu-west-2/beta/publish', headers, body);

describe('a direct S3 integration', () => {
  it('puts the body as it is, with the integration role, under a key of its own', async () => {
    const api = new TestApi(putDocument());
    const bytes = Buffer.from([0, 255, 254, 128, 13, 10]);
    const answer = await api.serve(post({ 'Content-Type': 'image/png' }, bytes));

    const id = answer.headers['x-amz-apigw-id'];
    expect(answer).toMatchObject({ status: 202, text: JSON.stringify({ id }) });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(api.requests).toHaveLength(1);
    expect(api.requests[0]).toMatchObject({
      service: 's3',
      region: 'eu-west-2',
      method: 'PUT',
      path: `/bucket/captures/${encodeURIComponent(id ?? '')}`,
      caller: { principal: 'arn:aws:iam::000000000000:role/put' },
      body: bytes,
    });
  });

  it('maps declared headers, context and static values, and leaves out what is not set', async () => {
    const api = new TestApi(
      putDocument(
        {},
        {
          requestParameters: {
            'integration.request.path.requestId': 'context.extendedRequestId',
            'integration.request.header.Content-Type': 'method.request.header.Content-Type',
            'integration.request.header.x-amz-meta-key': 'method.request.header.Idempotency-Key',
            'integration.request.header.x-amz-meta-ip': 'context.identity.sourceIp',
            'integration.request.header.x-amz-meta-at': 'context.requestTimeEpoch',
            'integration.request.header.x-amz-meta-who': 'context.authorizer.principalId',
            'integration.request.header.If-None-Match': "'*'",
          },
        },
      ),
    );
    await api.serve(post({ 'content-TYPE': 'text/plain' }, Buffer.from('x')));
    expect(api.requests[0]?.headers).toEqual({
      'content-type': 'text/plain',
      'content-length': '1',
      'if-none-match': '*',
      'x-amz-meta-ip': '192.0.2.1',
      'x-amz-meta-at': String(api.now),
      'user-agent': `AmazonAPIGateway_${api.apiId}`,
    });
  });

  it('counts a missing Content-Type as application/json', async () => {
    const api = new TestApi(putDocument());
    await api.serve(post());
    expect(api.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it.each([
    [200, 202],
    [204, 202],
    [400, 400],
    [403, 503],
    [500, 503],
  ])('answers a backend status of %i with %i', async (status, expected) => {
    const api = new TestApi(putDocument(), () => ({ ...ok(), status }));
    expect((await api.serve(post())).status).toBe(expected);
  });

  it('answers 200 with the backend answer where nothing but a bare default is mapped', async () => {
    const api = new TestApi(
      putDocument({ responses: { 200: {} } }, { responses: { default: { statusCode: '200' } } }),
      () => ({
        status: 403,
        headers: {},
        body: '<Error/>',
      }),
    );
    expect(await api.serve(post())).toMatchObject({ status: 200, text: '<Error/>' });
  });

  it('fails with 500 when no integration response matches', async () => {
    const api = new TestApi(putDocument({}, { responses: {} }));
    expect(await api.serve(post())).toMatchObject({
      status: 500,
      text: '{"message":"Internal server error"}',
    });
  });

  it('fails with 504 when the backend gives no answer, and tells the backend to stop when it takes too long', async () => {
    const refused = new TestApi(putDocument(), () => Promise.reject(new Error('refused')));
    expect(await refused.serve(post())).toMatchObject({ status: 504 });

    let aborted = false;
    const slow = new TestApi(
      putDocument({}, { timeoutInMillis: 50 }),
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          }),
        ),
    );
    expect(await slow.serve(post())).toMatchObject({
      status: 504,
      text: '{"message":"Endpoint request timed out"}',
    });
    expect(aborted).toBe(true);
  });
});

describe('the quotas of a request', () => {
  const megabyte = Buffer.alloc(1024 * 1024);
  const stream = (megabytes: number, rest: Buffer) =>
    Readable.from([...Array(megabytes).fill(megabyte), rest]);

  it('accept exactly 10 MB', async () => {
    const api = new TestApi(putDocument());
    expect((await api.serve(post({}, stream(10, Buffer.alloc(0))))).status).toBe(202);
    expect(api.requests[0]?.body).toHaveLength(10_485_760);
  });

  it('fail with 413 for one byte more, announced or not, without calling the backend', async () => {
    const api = new TestApi(putDocument());
    const announced = await api.serve(post({ 'Content-Length': '10485761' }));
    const chunked = await api.serve(post({ 'Transfer-Encoding': 'chunked' }, stream(10, Buffer.alloc(1))));
    expect([announced.status, chunked.status]).toEqual([413, 413]);
    expect(api.requests).toEqual([]);
  });

  it('fail with 413 for more than 10,240 bytes of headers', async () => {
    const api = new TestApi(putDocument());
    expect((await api.serve(post({ 'X-Long': 'x'.repeat(10_300) }))).status).toBe(413);
    expect((await api.serve(post({ 'X-Long': 'x'.repeat(10_000) }))).status).toBe(202);
  });

  it('fail with 429 beyond the burst of a method, until the rate gives new tokens', async () => {
    const api = new TestApi(putDocument());
    api.service.throttle(api.apiId, 'beta', '*/*', { rate: 2, burst: 2 });
    const statuses = async (count: number) => {
      const found: number[] = [];
      for (let index = 0; index < count; index += 1) found.push((await api.serve(post())).status);
      return found;
    };
    expect(await statuses(3)).toEqual([202, 202, 429]);
    api.now += 500;
    expect(await statuses(2)).toEqual([202, 429]);
  });
});

describe('every answer', () => {
  it('carries ids, of which the extended one is unique and safe in keys and ids', async () => {
    const api = new TestApi(putDocument());
    const ids = new Set<string | undefined>();
    for (let index = 0; index < 100; index += 1) {
      const { headers } = await api.serve(post());
      expect(headers['x-amz-apigw-id']).toMatch(/^[A-Za-z0-9_-]{15}=$/);
      expect(headers['x-amzn-requestid']).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      ids.add(headers['x-amz-apigw-id']);
    }
    expect(ids.size).toBe(100);
  });

  it('is logged in the format of the stage, with a dash for what is not set', async () => {
    const api = new TestApi(putDocument());
    await api.serve(post());
    await api.serve(httpRequest('GET', '/eu-west-2/beta/nowhere'));
    expect(api.logged).toEqual(['POST /publish 202 -', 'GET  403 -']);
  });
});
