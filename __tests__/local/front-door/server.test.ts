import { once } from 'node:events';
import { request as httpClient } from 'node:http';
import { Readable } from 'node:stream';
import { type HttpRequest, listen, PortTakenError } from '../../../local/front-door/server';

type Answer = Parameters<typeof listen>[1];

describe('the HTTP server', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(async () => {
    await close?.();
    close = undefined;
  });

  async function serve(answer: Answer): Promise<string> {
    const server = await listen(0, answer);
    close = server.close;
    return `http://127.0.0.1:${server.port}`;
  }

  it('hands on method, path, query, headers and body as they were sent', async () => {
    let seen: HttpRequest | undefined;
    const url = await serve(async (request) => {
      seen = request;
      const chunks: Buffer[] = [];
      for await (const chunk of request.body as Readable) chunks.push(chunk);
      return { status: 201, headers: { 'x-answer': 'yes' }, body: Buffer.concat(chunks) };
    });
    const response = await fetch(`${url}/a%2Fb?x=1%202&y`, {
      method: 'PUT',
      headers: { 'X-Name': 'v' },
      body: 'bytes',
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-answer')).toBe('yes');
    expect(response.headers.get('content-length')).toBe('5');
    expect(await response.text()).toBe('bytes');
    expect(seen).toMatchObject({
      method: 'PUT',
      path: '/a%2Fb',
      headers: { 'x-name': 'v' },
      sourceIp: '127.0.0.1',
    });
    expect(seen?.query.get('x')).toBe('1 2');
  });

  it('sends streams, and no length with 204', async () => {
    const url = await serve(async ({ path }) =>
      path === '/stream'
        ? { status: 200, headers: {}, body: Readable.from(['a', 'b']) }
        : { status: 204, headers: {}, body: '' },
    );
    expect(await (await fetch(`${url}/stream`)).text()).toBe('ab');
    expect((await fetch(`${url}/none`)).headers.get('content-length')).toBeNull();
  });

  it('lets go of a stream that is answered after the client went away', async () => {
    const body = Readable.from(['a']);
    let onArrival = () => {};
    const arrival = new Promise<void>((resolve) => {
      onArrival = resolve;
    });
    const url = await serve(async ({ signal }) => {
      onArrival();
      await once(signal, 'abort');
      return { status: 200, headers: {}, body };
    });
    const client = httpClient(url);
    client.on('error', () => {});
    client.end();
    await arrival;
    const closed = once(body, 'close');
    client.destroy();
    await closed;
    expect(body.destroyed).toBe(true);
  });

  it('aborts the signal when the client goes away', async () => {
    let signal: AbortSignal | undefined;
    let onArrival = () => {};
    const arrival = new Promise<void>((resolve) => {
      onArrival = resolve;
    });
    const url = await serve((request) => {
      signal = request.signal;
      onArrival();
      return new Promise(() => {});
    });
    const client = httpClient(url);
    client.on('error', () => {});
    client.end();
    await arrival;
    const aborted = once(signal as AbortSignal, 'abort');
    client.destroy();
    await aborted;
    expect(signal?.aborted).toBe(true);
  });

  it('does not abort the signal of a call that was answered', async () => {
    let signal: AbortSignal | undefined;
    const url = await serve(async (request) => {
      signal = request.signal;
      return { status: 200, headers: {}, body: 'x' };
    });
    await (await fetch(url)).text();
    expect(signal?.aborted).toBe(false);
  });

  it('answers 500 in AWS form for a fault of ours', async () => {
    const url = await serve(() => Promise.reject(new Error('bug')));
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({
      __type: 'InternalFailure',
      message: expect.stringContaining('bug'),
    });
  });

  it('fails to listen on a taken port in one line', async () => {
    const url = await serve(async () => ({ status: 200, headers: {}, body: '' }));
    const port = Number(new URL(url).port);
    const failure = listen(port, async () => ({ status: 200, headers: {}, body: '' }));
    await expect(failure).rejects.toThrow(PortTakenError);
    await expect(failure).rejects.toThrow(`port ${port} of 127.0.0.1 is taken by another process`);
  });
});
