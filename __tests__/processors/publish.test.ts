import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Capture } from '../../contracts/processor';
import { publish } from '../../processors/publish';

const MIB = 1024 * 1024;

function capture(...chunks: Buffer[]): Capture {
  return {
    id: 'eu-west-2.publish.x',
    attempt: 1,
    channel: 'publish',
    principal: 'acme',
    region: 'eu-west-2',
    size: Buffer.concat(chunks).length,
    receivedAt: 0,
    body: Readable.from(chunks, { objectMode: false }),
  };
}

it('the answer tells the size and the digest of all chunks', async () => {
  const chunks = [Buffer.alloc(MIB, 1), Buffer.alloc(MIB, 2), Buffer.from([3])];

  expect(await publish(capture(...chunks))).toEqual({
    size: 2 * MIB + 1,
    sha256: createHash('sha256').update(Buffer.concat(chunks)).digest('hex'),
    json: null,
  });
});

it.each([
  ['{"a":[1,2]}', true],
  ['"text"', true],
  ['{"a":', false],
  ['', false],
  ['<xml/>', false],
])('%j is JSON: %s', async (text, json) => {
  expect((await publish(capture(Buffer.from(text)))).json).toBe(json);
});

it('a character that is cut in two by chunks is still one', async () => {
  const bytes = Buffer.from('"€"');

  expect((await publish(capture(bytes.subarray(0, 2), bytes.subarray(2)))).json).toBe(true);
});

it('what is not UTF-8 is not JSON', async () => {
  expect((await publish(capture(Buffer.from([0x22, 0xff, 0x22])))).json).toBe(false);
});

it('a payload of 1 MiB is parsed, one byte more is not', async () => {
  const json = Buffer.from(`"${'x'.repeat(MIB - 2)}"`);

  expect((await publish(capture(json))).json).toBe(true);
  expect((await publish(capture(json, Buffer.from(' ')))).json).toBeNull();
});
