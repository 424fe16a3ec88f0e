import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Forwarder, startForwarder } from './helpers/forwarder';
import { answered, jsonBody, type Mend } from './helpers/mend';

/** An emulator that knows `/known` only. */
let emulator: Server;
let forwarder: Forwarder;

async function start(...mends: Mend[]): Promise<void> {
  const { port } = emulator.address() as AddressInfo;
  forwarder = await startForwarder(new URL(`http://127.0.0.1:${port}`), mends);
}

const ask = async (path: string) => (await fetch(`${forwarder.endpoint}${path}`)).json();
const answering = (path: string): Mend => ({
  name: `answers ${path}`,
  reason: 'a test',
  answer: (request) => (request.path === path ? answered({ from: 'the mend' }) : undefined),
});
const completing = (from: string): Mend => ({
  name: `completes from ${from}`,
  reason: 'a test',
  completeReply: (_request, reply) => (reply.status === 200 ? jsonBody({ from }) : undefined),
});

beforeEach(async () => {
  emulator = createServer(({ url }, response) => {
    response.writeHead(url === '/known' ? 200 : 404).end('{ "from": "the emulator" }');
  });
  await new Promise<void>((resolve) => emulator.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await forwarder.stop();
  await new Promise((resolve) => emulator.close(resolve));
});

it('needs a mend that answers what the emulator does not know', async () => {
  await start(answering('/unknown'));

  expect(await ask('/unknown')).toEqual({ from: 'the mend' });
  expect(forwarder.use.needless()).toEqual([]);
});

it('needs a mend that changes what the emulator says', async () => {
  await start(completing('the mend'));

  expect(await ask('/known')).toEqual({ from: 'the mend' });
  expect(forwarder.use.needless()).toEqual([]);
});

it('does not need a mend that does nothing', async () => {
  await start(answering('/unknown'));

  expect(await ask('/known')).toEqual({ from: 'the emulator' });
  expect(forwarder.use.needless()).toEqual(['answers /unknown']);
});

it('does not need a mend that answers what the emulator knows', async () => {
  await start(answering('/known'));

  expect(await ask('/known')).toEqual({ from: 'the mend' });
  expect(forwarder.use.needless()).toEqual(['answers /known']);
});

it('does not need a mend that says what the emulator says', async () => {
  await start(completing('the emulator'));

  expect(await ask('/known')).toEqual({ from: 'the emulator' });
  expect(forwarder.use.needless()).toEqual(['completes from the emulator']);
});
