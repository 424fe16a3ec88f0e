import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { guardBody } from '../../../lambdas/process/guard-body';

const ending = new AbortController().signal;

it('the payload passes unchanged, however it is cut into chunks', async () => {
  const chunks = [Buffer.alloc(70_000, 1), Buffer.alloc(1, 2), Buffer.alloc(200_000, 3)];
  const whole = Buffer.concat(chunks);
  const body = guardBody(Readable.from(chunks), whole.length, { ending });

  expect((await buffer(body.stream)).equals(whole)).toBe(true);
  expect(body.trouble()).toBeUndefined();
});

it('an empty payload is one that ends at once', async () => {
  expect(await buffer(guardBody(Readable.from([]), 0, { ending }).stream)).toHaveLength(0);
});

it('fails when the source stays silent while somebody reads', async () => {
  const body = guardBody(new PassThrough(), 1, { idleTimeoutMs: 20, ending });

  await expect(buffer(body.stream)).rejects.toThrow('no bytes for 20 ms');
  expect(body.trouble()?.message).toBe('no bytes for 20 ms');
});

it('a reader that takes its time is no trouble of the source', async () => {
  const source = new PassThrough();
  source.end('payload');
  const body = guardBody(source, 7, { idleTimeoutMs: 20, ending });

  // Longer than the source may be silent.
  await new Promise((resolve) => setTimeout(resolve, 60));

  expect((await buffer(body.stream)).toString()).toBe('payload');
});

it('closing before anybody has read ends the source and is no trouble', async () => {
  const source = new PassThrough();
  const body = guardBody(source, 1, { ending });

  body.close();

  expect(source.destroyed).toBe(true);
  expect(body.trouble()).toBeUndefined();
});

describe('the function is about to end', () => {
  /** Stops the time, which everything else in the process reads as well. Answers with a way to let it pass. */
  const stopTime = () => {
    let now = Math.ceil(performance.now());
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    return (milliseconds: number) => {
      now += milliseconds;
    };
  };
  afterEach(() => jest.restoreAllMocks());

  it('fails when the source has been silent for a second: S3 is to blame, not the reader', async () => {
    const end = new AbortController();
    const pass = stopTime();
    const body = guardBody(new PassThrough(), 1, { ending: end.signal });
    const read = expect(buffer(body.stream)).rejects.toThrow('no bytes, and the function ends');
    await new Promise(setImmediate);

    pass(1000);
    end.abort();

    await read;
    expect(body.trouble()?.message).toBe('no bytes, and the function ends');
  });

  it('a reader that reads to the last is no trouble of the source', async () => {
    const end = new AbortController();
    const pass = stopTime();
    const source = new PassThrough();
    const body = guardBody(source, 7, { ending: end.signal });
    const read = buffer(body.stream);
    await new Promise(setImmediate);

    pass(999);
    end.abort();
    source.end('payload');

    expect((await read).toString()).toBe('payload');
    expect(body.trouble()).toBeUndefined();
  });
});
