import { Readable } from 'node:stream';
import { webhooks } from '../../processors/webhooks';

const process = (text: string) => {
  const body = Buffer.from(text);
  return webhooks({
    id: 'eu-west-2.webhooks.x',
    attempt: 1,
    channel: 'webhooks',
    principal: 'acme',
    region: 'eu-west-2',
    size: body.length,
    receivedAt: 0,
    body: Readable.from([body.subarray(0, 3), body.subarray(3)], { objectMode: false }),
  });
};

it.each([
  ['{"type":"order.paid"}', 'order.paid'],
  ['{"event":"push"}', 'push'],
  ['{"type":1,"event":"push"}', 'push'],
  ['{"data":{}}', null],
  ['["type"]', null],
  ['null', null],
  ['no JSON', null],
  ['', null],
])('of %j it tells the source and the type %j', async (text, type) => {
  expect(await process(text)).toEqual({ source: 'acme', type });
});
