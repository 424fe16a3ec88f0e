import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { AwsError } from '../../../local/core/aws-error';
import { TestWebSocketApi } from '../../helpers/web-socket-api';
import { CALLER, REGION } from '../../helpers/test-cloud';
import type { Client } from '../../helpers/web-sockets';

let api: TestWebSocketApi;
let client: Client;
let sdk: ApiGatewayManagementApiClient;
let ConnectionId: string;

beforeEach(async () => {
  api = await TestWebSocketApi.start();
  client = await api.connect();
  sdk = new ApiGatewayManagementApiClient({
    region: REGION,
    endpoint: api.stageUrl,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  await client.ask('x');
  ConnectionId = new URLSearchParams(String(api.requests[0]!.body)).get('Connection')!;
});
afterEach(async () => {
  sdk.destroy();
  await api.stop();
});

const post = (Data: string, to = ConnectionId) =>
  sdk.send(new PostToConnectionCommand({ ConnectionId: to, Data }));

it('posts to a connection', async () => {
  await post('{"text":"häßlich 🙂"}');

  expect(await client.find(({ text }) => text !== undefined)).toEqual({ text: 'häßlich 🙂' });
});

it('is allowed by the permission that AWS asks for', async () => {
  await post('{}');

  expect(api.gate.calls.at(-1)).toMatchObject({
    action: 'execute-api:ManageConnections',
    resource: `arn:aws:execute-api:${REGION}:000000000000:${api.api.id}/beta/POST/@connections/${ConnectionId}`,
    caller: CALLER,
  });
});

it('fails where it is not allowed', async () => {
  api.gate.denied.set('execute-api:ManageConnections', new AwsError('AccessDeniedException', 'no', 403));

  await expect(post('{}')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
});

it('tells of a connection', async () => {
  const { ConnectedAt, LastActiveAt, Identity } = await sdk.send(new GetConnectionCommand({ ConnectionId }));

  expect({ ConnectedAt, LastActiveAt, Identity }).toEqual({
    ConnectedAt: new Date(api.now),
    LastActiveAt: new Date(api.now),
    Identity: { SourceIp: '127.0.0.1' },
  });
});

it('ends a connection', async () => {
  await sdk.send(new DeleteConnectionCommand({ ConnectionId }));

  expect(await client.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
});

it.each(['POST', 'GET', 'DELETE'])('fails for one that is gone: %s', async (method) => {
  await client.close();
  const Command = {
    POST: PostToConnectionCommand,
    GET: GetConnectionCommand,
    DELETE: DeleteConnectionCommand,
  }[method]!;

  await expect(
    sdk.send(new Command({ ConnectionId, Data: '{}' }) as PostToConnectionCommand),
  ).rejects.toMatchObject({
    name: 'GoneException',
    $metadata: { httpStatusCode: 410 },
  });
});

it.each(['never-was', '%'])('fails for one that never was: %s', async (id) => {
  await expect(post('{}', id)).rejects.toMatchObject({ name: 'GoneException' });
});

it('fails for more than 128 KB', async () => {
  await post(JSON.stringify('x'.repeat(128 * 1024 - 2)));

  await expect(post('x'.repeat(128 * 1024 + 1))).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
});

it.each([
  ['another stage', `/${REGION}/other/@connections/x`],
  ['another region than the signature names', '/us-east-1/beta/@connections/x'],
  ['what are no connections', `/${REGION}/beta/publish`],
])('fails for %s', async (_title, path) => {
  const answer = await fetch(`${api.endpoint}${path}`, { method: 'POST' });

  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, 'ForbiddenException']);
});

it('fails for other methods', async () => {
  const answer = await fetch(`${api.stageUrl}/@connections/x`, { method: 'PUT' });

  expect(answer.status).toBe(501);
});
