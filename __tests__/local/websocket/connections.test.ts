import { connect } from 'node:net';
import { AwsError } from '../../../local/core/aws-error';
import { allow } from '../../helpers/rest-api';
import { CALLER } from '../../helpers/test-cloud';
import { TestWebSocketApi, type TestWebSocketApiProps } from '../../helpers/web-socket-api';
import { Client, RefusedError } from '../../helpers/web-sockets';

let api: TestWebSocketApi;
const start = async (props: TestWebSocketApiProps = {}) => {
  api = await TestWebSocketApi.start(props);
};
afterEach(() => api.stop());

const refusal = async (headers?: Record<string, string>): Promise<RefusedError> => {
  const error = await api.connect(headers).catch((reason) => reason);
  expect(error).toBeInstanceOf(RefusedError);
  return error;
};

describe('a handshake', () => {
  it('asks the authorizer and keeps its answer for every message', async () => {
    await start({ authorizer: () => allow({ context: { plan: 'gold' } }) });
    const client = await api.connect({ AuthDetails: 'secret' });
    await client.ask({ data: 1 });

    const event = JSON.parse(api.invocations[0]!.payload);
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: `arn:aws:execute-api:eu-west-2:000000000000:${api.api.id}/beta/$connect`,
      requestContext: { eventType: 'CONNECT', routeKey: '$connect', apiId: api.api.id, stage: 'beta' },
    });
    expect(event.headers).toMatchObject({ AuthDetails: 'secret' });
    expect(api.invocations).toHaveLength(1);
    expect(api.logged).toEqual(['CONNECT $connect 200 alice -', 'MESSAGE $default 200 alice -']);
  });

  it('fails without identity, without a question', async () => {
    await start({ authorizer: () => allow() });

    expect(await refusal()).toMatchObject({
      status: 401,
      body: { message: 'Unauthorized', connectionId: expect.any(String), requestId: expect.any(String) },
    });
    expect(api.invocations).toEqual([]);
    expect(api.logged).toEqual(['CONNECT $connect 401 - Unauthorized']);
  });

  it.each([
    ['the policy denies it', () => allow({}, '*', 'Deny'), 403],
    [
      'the policy is about the methods of a REST API',
      () => allow({}, 'arn:aws:execute-api:eu-west-2:000000000000:*/beta/*/*'),
      403,
    ],
    ['the policy is about another stage', () => allow({}, 'arn:aws:execute-api:*:*:*/other/*'), 403],
    [
      'the function says so',
      () => ({
        requestId: 'r',
        payload: '{"errorMessage":"Unauthorized"}',
        functionError: 'Unhandled' as const,
      }),
      401,
    ],
    [
      'the function fails',
      () => ({ requestId: 'r', payload: '{"errorMessage":"broken"}', functionError: 'Unhandled' as const }),
      500,
    ],
    ['the function answers nothing', () => ({ requestId: 'r', payload: 'null' }), 500],
  ])('fails where %s', async (_title, authorizer, status) => {
    await start({ authorizer });

    expect((await refusal({ AuthDetails: 'secret' })).status).toBe(status);
  });

  it('fails where API Gateway may not call the function', async () => {
    await start({ authorizer: () => allow() });
    api.gate.denied.set('sts:AssumeRole', new Error('denied'));

    expect((await refusal({ AuthDetails: 'secret' })).status).toBe(500);
  });

  describe('with AWS signatures', () => {
    const signature = {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-2/execute-api/aws4_request, SignedHeaders=host, Signature=0',
    };

    it('needs the permission to invoke it, and every message knows who has signed', async () => {
      await start({ signedBy: CALLER });
      const client = await api.connect(signature);
      await client.ask('x');

      expect(api.gate.calls[0]).toMatchObject({
        action: 'execute-api:Invoke',
        resource: `arn:aws:execute-api:eu-west-2:000000000000:${api.api.id}/beta/$connect`,
        caller: CALLER,
      });
      expect(String(api.requests[0]!.body)).toMatch(/&Caller=AROA\w+:tester$/);
    });

    it('fails without one, and without the permission', async () => {
      await start({ signedBy: CALLER });
      expect((await refusal()).status).toBe(403);
      api.gate.denied.set('execute-api:Invoke', new AwsError('AccessDeniedException', 'no', 403));

      expect((await refusal(signature)).status).toBe(403);
    });
  });

  it('fails where no stage is', async () => {
    await start();
    for (const path of ['/eu-west-2/other', '/eu-west-2/beta/more', '/us-east-1/beta', '/']) {
      const url = `${api.endpoint}${path}`.replace(/^http/, 'ws');
      await expect(Client.connect(url)).rejects.toMatchObject({ status: 403 });
    }
  });

  it('fails for another protocol', async () => {
    await start();
    const { port } = new URL(api.endpoint);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET /eu-west-2/beta HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);

    expect(String(Buffer.concat(chunks))).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });
});

describe('limits', () => {
  const EXACTLY = 128 * 1024;

  it('takes a message of 128 KB in frames of 32 KB', async () => {
    await start();
    const client = await api.connect();
    const message = 'x'.repeat(EXACTLY);
    for (let at = 0; at < EXACTLY; at += 32_768) {
      client.socket.send(message.slice(at, at + 32_768), { fin: at + 32_768 === EXACTLY });
    }
    await client.until(() => client.received.length > 0);

    expect(String(api.requests[0]!.body)).toContain(`Body=${message}&`);
  });

  it.each<[string, number, (client: Awaited<ReturnType<TestWebSocketApi['connect']>>) => void]>([
    ['a frame beyond 32 KB', 1009, ({ socket }) => socket.send('x'.repeat(32_769))],
    [
      'a message beyond 128 KB',
      1009,
      ({ socket }) => {
        for (let at = 0; at < 5; at += 1) socket.send('x'.repeat(32_768), { fin: at === 4 });
      },
    ],
    ['a binary frame', 1003, ({ socket }) => socket.send(Buffer.from('x'))],
  ])('%s ends the connection with %i, and goes nowhere', async (_title, code, send) => {
    await start();
    const client = await api.connect();
    send(client);
    // What comes after it is not heard either.
    client.send('more');

    expect((await client.closed).code).toBe(code);
    expect(api.requests).toEqual([]);
  });

  it('a frame that comes in one piece with the handshake is looked at once', async () => {
    await start();
    const { port } = new URL(api.endpoint);
    const socket = connect(Number(port), '127.0.0.1');
    const text = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
    const head =
      'GET /eu-west-2/beta HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
    socket.write(Buffer.concat([Buffer.from(head), text]));
    let answer = '';
    for await (const chunk of socket) {
      answer += chunk;
      if (answer.includes('CAPTURED')) break;
    }

    expect(api.requests.map(({ body }) => String(body))).toEqual([expect.stringContaining('Body=hi&')]);
  });

  it.each([
    ['idle', { idleSeconds: 0.05 }],
    ['long', { durationSeconds: 0.05 }],
  ])('a connection that is too %s is ended', async (_title, limits) => {
    await start({ limits });
    const client = await api.connect();

    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
  });

  it('a stage that is away loses its connections, and no other', async () => {
    await start();
    const client = await api.connect();
    api.service.cutConnections(({ region }) => region === 'us-east-1');
    await client.ask('x');
    api.service.cutConnections(({ resource }) => resource === '/eu-west-2/beta');

    expect((await client.closed).code).toBe(1006);
  });
});
