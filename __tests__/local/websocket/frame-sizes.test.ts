import { frameSizes } from '../../../local/websocket/frame-sizes';

/** A masked frame of a client, as RFC 6455 has it. */
function frame(payload: Buffer): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x81, 0x80 | length])
      : length < 65_536
        ? Buffer.from([0x81, 0x80 | 126, length >> 8, length & 0xff])
        : Buffer.from([0x81, 0x80 | 127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  return Buffer.concat([head, Buffer.from([1, 2, 3, 4]), payload]);
}

const SIZES = [0, 1, 125, 126, 65_535, 65_536, 70_000, 3];
const stream = Buffer.concat(SIZES.map((size) => frame(Buffer.alloc(size, 'x'))));

it.each([1, 2, 3, 7, 1000, 65_537, stream.length])(
  'tells every frame of a stream in pieces of %i bytes',
  (piece) => {
    const told: number[] = [];
    const watch = frameSizes((bytes) => told.push(bytes));
    for (let at = 0; at < stream.length; at += piece) watch(stream.subarray(at, at + piece));

    expect(told).toEqual(SIZES);
  },
);

it('tells a frame as soon as its header is there', () => {
  const told: number[] = [];

  frameSizes((bytes) => told.push(bytes))(frame(Buffer.alloc(70_000)).subarray(0, 10));

  expect(told).toEqual([70_000]);
});
