import { Readable } from 'node:stream';
import type { Capture } from '../../contracts/processor';
import { websocket } from '../../processors/websocket';

const process = (message: string) =>
  websocket({
    size: Buffer.byteLength(message),
    body: Readable.from([Buffer.from(message)]),
  } as Capture);

it('sends the data of a message back, and says how long the message was', async () => {
  expect(await process('{"data":{"é":1}}')).toEqual({ bytes: 17, data: { é: 1 } });
});

it.each(['{}', '[1]', 'null', 'no JSON'])(
  'answers %j, which has no data, with its length',
  async (message) => {
    expect(await process(message)).toEqual({ bytes: message.length });
  },
);

it('sends nothing back of what one frame could not carry', async () => {
  const longest = JSON.stringify({ data: 'x'.repeat(32 * 1024 - 11) });

  expect(await process(longest)).toHaveProperty('data');
  expect(await process(`${longest} `)).toEqual({ bytes: 32 * 1024 + 1 });
});
