import { Readable } from 'node:stream';
import type { Order } from '../../chaos/order';
import { payloadOf, sha256Of } from '../../chaos/payload';
import { processors } from '../../chaos/processors';

/** A capture with this order, in this attempt. */
function process(order: Omit<Order, 'payload'>, attempt = 1) {
  const planned = {
    ...{ dueMs: 0, client: 0, firstRegion: 0, contentType: 'x/y' },
    ...{ order: { payload: 1, ...order }, paddingBytes: 100 },
  };
  const payload = payloadOf(planned, 1);
  const capture = {
    ...{ id: 'eu-west-2.publish.x', channel: 'publish', principal: 'acme', region: 'eu-west-2' },
    ...{ attempt, size: payload.length, receivedAt: 0, body: Readable.from([payload]) },
  };
  return { result: processors.publish(capture), sha256: sha256Of(payload) };
}

it.each<[Omit<Order, 'payload'>, number]>([
  [{ kind: 'succeed' }, 1],
  [{ kind: 'slow', ms: 1 }, 1],
  [{ kind: 'throw', until: 2 }, 3],
  [{ kind: 'crash', until: 1 }, 2],
  [{ kind: 'hang', until: 1 }, 2],
])('%j in attempt %i answers with the attempt and the hash of what arrived', async (order, attempt) => {
  const { result, sha256 } = process(order, attempt);

  await expect(result).resolves.toEqual({ attempt, sha256 });
});

it.each<[Omit<Order, 'payload'>, number, string, string]>([
  [{ kind: 'throw', until: 2 }, 2, 'Error', 'attempt 2 of 2 that fail'],
  [{ kind: 'poison' }, 9, 'Error', 'poison'],
  [{ kind: 'reject' }, 1, 'RejectedError', 'refused'],
])('fails for %j in attempt %i', async (order, attempt, name, message) => {
  await expect(process(order, attempt).result).rejects.toMatchObject({ name, message });
});
