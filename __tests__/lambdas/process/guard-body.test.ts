import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { guardBody } from '../../../lambdas/process/guard-body';

it('the payload passes unchanged, however it is cut into chunks', async () => {
  const chunks = [Buffer.alloc(70_000, 1), Buffer.alloc(1, 2), Buffer.alloc(200_000, 3)];
  const whole = Buffer.concat(chunks);
  const body = guardBody(Readable.from(chunks), whole.length);

  expect((await buffer(body.stream)).equals(whole)).toBe(true);
  expect(body.trouble()).toBeUndefined();
});

it('an empty payload is one that ends at once', async () => {
  expect(await buffer(guardBody(Readable.from([]), 0).stream)).toHaveLength(0);
});

it('fails when the source stays silent while somebody reads', async () => {
  const body = guardBody(new PassThrough(), 1, 20);

  await expect(buffer(body.stream)).rejects.toThrow('no bytes for 20 ms');
  expect(body.trouble()?.message).toBe('no bytes for 20 ms');
});

it('a reader that takes its time is no trouble of the source', async () => {
  const source = new PassThrough();
  source.end('payload');
  const body = guardBody(source, 7, 20);

  // Longer than the source may be silent.
  await new Promise((resolve) => setTimeout(resolve, 60));

  expect((await buffer(body.stream)).toString()).toBe('payload');
});

it('closing before anybody has read ends the source and is no trouble', async () => {
  const source = new PassThrough();
  const body = guardBody(source, 1);

  body.close();

  expect(source.destroyed).toBe(true);
  expect(body.trouble()).toBeUndefined();
});
