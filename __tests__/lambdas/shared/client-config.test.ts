import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type ClientOptions, clientConfig } from '../../../lambdas/shared/client-config';

let server: Server;
let requests: number;
let respond: 'never' | 'headers only';
beforeEach(async () => {
  requests = 0;
  respond = 'never';
  server = createServer((_, response) => {
    requests += 1;
    if (respond === 'headers only') response.writeHead(200, { 'content-length': '100' }).flushHeaders();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function ask(options: ClientOptions, requestTimeout?: number) {
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    ...clientConfig(options),
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return client.send(new GetItemCommand({ TableName: 'x', Key: { id: { S: 'x' } } }), { requestTimeout });
}

it('fails when a service does not answer in time, after as many attempts as were asked for', async () => {
  await expect(ask({ requestTimeoutMs: 50, maxAttempts: 2 })).rejects.toThrow('50 ms');
  expect(requests).toBe(2);
});

it('fails when a service stops in the middle of its answer', async () => {
  respond = 'headers only';

  // A second: the headers have to be there in time, on a busy machine too.
  await expect(ask({ requestTimeoutMs: 1000, maxAttempts: 1 })).rejects.toThrow(
    'timed out after 1000 ms of inactivity',
  );
});

it('a single call can ask for another time-out', async () => {
  await expect(ask({ requestTimeoutMs: 60_000, maxAttempts: 1 }, 50)).rejects.toThrow('50 ms');
});

describe('an endpoint of its own', () => {
  const { AWS_ENDPOINT_URL: before } = process.env;
  afterEach(() => {
    if (before === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before;
  });

  it.each([
    ['http://127.0.0.1:4566', true],
    ['', false],
  ])('%j means no host prefixes: %s', (endpoint, disabled) => {
    process.env.AWS_ENDPOINT_URL = endpoint;

    expect(clientConfig({ requestTimeoutMs: 1 }).disableHostPrefix).toBe(disabled);
  });
});
