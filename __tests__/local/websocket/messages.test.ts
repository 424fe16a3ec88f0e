import { AwsError } from '../../../local/core/aws-error';
import { TestWebSocketApi, type TestWebSocketApiProps } from '../../helpers/web-socket-api';

let api: TestWebSocketApi;
const start = async (props: TestWebSocketApiProps = {}) => {
  api = await TestWebSocketApi.start(props);
};
afterEach(() => api.stop());

const answering = (status: number, body = '') => ({ backend: () => ({ status, headers: {}, body }) });

/** How API Gateway refuses a message itself. */
const refused = (message: string) => ({
  message,
  connectionId: expect.any(String),
  requestId: expect.any(String),
});

it('goes to the backend with the role of the integration, and is acknowledged', async () => {
  await start();
  const client = await api.connect();

  expect(await client.ask('a&b')).toEqual({ status: 'CAPTURED', requestId: expect.any(String) });
  const [request] = api.requests;
  expect(request).toMatchObject({
    region: 'eu-west-2',
    method: 'POST',
    path: '/000000000000/q.fifo',
    caller: { principal: 'arn:aws:iam::000000000000:role/send' },
  });
  expect(request!.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(String(request!.body)).toMatch(/^Body=a%26b&Connection=[\w%-]+&Caller=$/);
});

it.each([
  ['its own template', 404, { '200': '{"ok":1}', '404': '{"gone":1}', $default: '{"other":1}' }, { gone: 1 }],
  ['the one for all others', 418, { '200': '{"ok":1}', $default: '{"other":1}' }, { other: 1 }],
  [
    'the words of the backend, where no template is for it',
    418,
    { '200': '{"ok":1}' },
    { of: 'the backend' },
  ],
])('tells a status by %s', async (_title, status, responses: Record<string, string>, answer) => {
  await start({ ...answering(status, '{"of":"the backend"}'), responses });

  expect(await (await api.connect()).ask('x')).toEqual(answer);
});

it('fails where nobody has said what answers become', async () => {
  await start({ responses: null });

  expect(await (await api.connect()).ask('x')).toEqual(refused('Internal server error'));
});

it('fails to connect where nobody has said what the answer to a handshake becomes', async () => {
  await start({ connectResponds: false });

  await expect(api.connect()).rejects.toMatchObject({ status: 500 });
});

it('is answered nothing without a route response', async () => {
  await start({ responds: false });
  const client = await api.connect();
  client.send('x');
  // A call of the management API comes after it.
  const id = new URLSearchParams(await body()).get('Connection')!;
  await fetch(`${api.stageUrl}/@connections/${encodeURIComponent(id)}`, {
    method: 'POST',
    body: '{"pushed":1}',
  });
  await client.until(() => client.received.length > 0);

  expect(client.received).toEqual([{ pushed: 1 }]);
});

it('fails where the backend gives no answer', async () => {
  await start({
    backend: () => {
      throw new Error('away');
    },
  });

  expect(await (await api.connect()).ask('x')).toEqual(refused('Network error communicating with endpoint'));
});

it('fails where the backend takes too long', async () => {
  await start({ backend: () => new Promise(() => {}), timeoutMs: 50 });

  expect(await (await api.connect()).ask('x')).toEqual(refused('Endpoint request timed out'));
});

it('fails where the role cannot be assumed', async () => {
  await start();
  const client = await api.connect();
  api.gate.denied.set('sts:AssumeRole', new AwsError('AccessDenied', 'no', 403));

  expect(await client.ask('x')).toEqual(refused('Internal server error'));
});

it('fails where the model does not take it, and goes nowhere', async () => {
  await start({ schema: { type: 'object', required: ['data'] } });
  const client = await api.connect();

  expect(await client.ask('{}')).toEqual(refused('Bad request body'));
  expect(await client.ask('nope')).toEqual(refused('Bad request body'));
  expect(await client.ask('{"data":1}')).toMatchObject({ status: 'CAPTURED' });
  expect(api.requests).toHaveLength(1);
  expect(api.logged).toContain('MESSAGE $default 400 - Bad request body');
});

it('fails where there are too many, and goes on when there is time again', async () => {
  await start({ throttle: { rate: 1, burst: 2 } });
  const client = await api.connect();
  await client.ask('1');
  await client.ask('2');

  expect(await client.ask('3')).toEqual(refused('Too Many Requests'));
  api.now += 1000;
  expect(await client.ask('4')).toMatchObject({ status: 'CAPTURED' });
});

it('fails to connect where there are too many', async () => {
  await start({ throttle: { rate: 1, burst: 1 } });
  await api.connect();

  await expect(api.connect()).rejects.toMatchObject({ status: 429 });
});

/** The body of the first request, once it is there. */
async function body(): Promise<string> {
  while (api.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  return String(api.requests[0]!.body);
}
