import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connections, managementEndpoint } from '../../../lambdas/notify/connections';

const ADDRESS = { region: 'eu-west-2', apiId: 'a1b2c3', stage: 'beta', connectionId: 'L0SM9cOF+HcCIhw=' };

describe('the management API', () => {
  it("is a stage's own host in its region and partition", () => {
    expect(managementEndpoint(ADDRESS, 'amazonaws.com.cn', undefined)).toBe(
      'https://a1b2c3.execute-api.eu-west-2.amazonaws.com.cn/beta',
    );
  });

  it('is at region and stage of an endpoint of its own', () => {
    expect(managementEndpoint(ADDRESS, 'amazonaws.com', 'http://127.0.0.1:4566')).toBe(
      'http://127.0.0.1:4566/eu-west-2/beta',
    );
  });
});

describe('a post', () => {
  let server: Server;
  let statuses: number[];
  /** How late the server answers, milliseconds. */
  let lateMs: number;
  let asked: { path: string; body: string; signedFor: string | undefined }[];
  const names: Record<number, string> = {
    403: 'ForbiddenException',
    410: 'GoneException',
    413: 'PayloadTooLargeException',
    429: 'LimitExceededException',
  };

  beforeEach(async () => {
    asked = [];
    lateMs = 0;
    statuses = [];
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const signedFor = /Credential=[^/]+\/\d+\/([^,]+)/.exec(String(request.headers.authorization))?.[1];
      asked.push({ path: request.url ?? '', body, signedFor });
      if (lateMs > 0) await new Promise((resolve) => setTimeout(resolve, lateMs));
      const status = statuses.shift() ?? 200;
      const name = names[status];
      response
        .writeHead(status, name ? { 'x-amzn-errortype': name } : {})
        .end(name && JSON.stringify({ message: 'no' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.AWS_ACCESS_KEY_ID = 'test';
    process.env.AWS_SECRET_ACCESS_KEY = 'test';
  });
  afterEach(async () => {
    delete process.env.AWS_ENDPOINT_URL;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const post = (texts = ['hello'], signal = new AbortController().signal) =>
    connections('amazonaws.com')(ADDRESS, texts, signal);

  it('goes to the connection, signed for API Gateway in its region', async () => {
    expect(await post()).toBe('ANSWERED');
    expect(asked).toEqual([
      {
        path: '/eu-west-2/beta/@connections/L0SM9cOF%2BHcCIhw%3D',
        body: 'hello',
        signedFor: 'eu-west-2/execute-api/aws4_request',
      },
    ]);
  });

  it('to a connection that is closed is no error', async () => {
    statuses = [410];

    expect(await post()).toBe('GONE');
    expect(asked).toHaveLength(1);
  });

  it('that comes too fast is made again after a while', async () => {
    statuses = [429, 429];

    expect(await post()).toBe('ANSWERED');
    expect(asked).toHaveLength(3);
  });

  it('ends when its time is over', async () => {
    statuses = [429, 429, 429];

    await expect(post(['hello'], AbortSignal.timeout(1))).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked.length).toBeLessThan(3);
  });

  it('fails when it comes too fast four times', async () => {
    statuses = [429, 429, 429, 429];

    await expect(post()).rejects.toMatchObject({ name: 'LimitExceededException' });
    expect(asked).toHaveLength(4);
  });

  it('whose answer is late is not made again, for it may have been made', async () => {
    lateMs = 2500;

    expect(await post()).toBe('ANSWERED');
    expect(asked).toHaveLength(1);
  });

  it('that is too long is followed by a shorter one', async () => {
    statuses = [413];

    expect(await post(['long', 'short'])).toBe('ANSWERED');
    expect(asked.map(({ body }) => body)).toEqual(['long', 'short']);
  });

  it('fails when the shortest is too long', async () => {
    statuses = [413, 413];

    await expect(post(['long', 'short'])).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
  });

  it('fails when it is not allowed', async () => {
    statuses = [403];

    await expect(post()).rejects.toMatchObject({ name: 'ForbiddenException' });
  });
});
