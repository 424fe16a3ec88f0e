import type { PlannedCapture } from '../../chaos/plan-captures';
import { sendCaptures } from '../../chaos/send-captures';
import { payloadOf, sha256Of } from '../../chaos/payload';
import { ConnectionLostError } from '../../local/core/connection-lost';
import { listen } from '../../local/front-door/server';
import { readBody } from '../../local/protocol/read-body';

const captureNumber = (payload: number, given: Partial<PlannedCapture> = {}): PlannedCapture => ({
  ...{ dueMs: 0, client: payload % 2, firstRegion: 0, paddingBytes: 10, contentType: 'x/y' },
  order: { payload, kind: 'succeed' },
  ...given,
});

/** What the gateway got, in order. */
interface Posted {
  path: string;
  headers: Record<string, string>;
  sha256: string;
}

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Sends to a gateway that answers as told: a status, or undefined for a lost connection. */
async function send(
  plan: PlannedCapture[],
  answer: (posted: Posted) => number | undefined,
  giveUpAt = Date.now() + 10_000,
) {
  const posted: Posted[] = [];
  const door = await listen(0, async ({ path, headers, body }) => {
    const one = { path, headers, sha256: sha256Of(await readBody(body, 10_000)) };
    posted.push(one);
    const status = answer(one);
    if (status === undefined) throw new ConnectionLostError();
    return { status, headers: {}, body: JSON.stringify({ id: `id-${posted.length}` }) };
  });
  close = door.close;
  const sent = await sendCaptures(plan, {
    endpoint: `http://127.0.0.1:${door.port}`,
    regions: ['eu-west-2', 'us-east-1'],
    ...{ clients: 2, seed: 1, startedAt: Date.now(), giveUpAt },
  });
  return { posted, sent };
}

it('remembers what was accepted, with size and hash', async () => {
  const plan = [captureNumber(0), captureNumber(1, { idempotencyKey: 'k' })];
  const payloads = plan.map((capture) => payloadOf(capture, 1));

  const { posted, sent } = await send(plan, () => 202);

  expect(sent).toMatchObject({ requests: 2, refused: {}, givenUp: 0 });
  expect(sent.accepted.map(({ size, sha256 }) => [size, sha256]).toSorted()).toEqual(
    payloads.map((payload) => [payload.length, sha256Of(payload)]).toSorted(),
  );
  expect(posted.map(({ headers }) => headers['idempotency-key']).toSorted()).toEqual(['k', undefined]);
  expect(posted.map(({ headers }) => headers['content-type'])).toEqual(['x/y', 'x/y']);
});

it('goes to the next region until one accepts, and counts why the others did not', async () => {
  const answers = [503, undefined, 202];

  const { posted, sent } = await send([captureNumber(0, { firstRegion: 1 })], () => answers.shift());

  expect(posted.map(({ path }) => path)).toEqual([
    '/us-east-1/beta/publish',
    '/eu-west-2/beta/publish',
    '/us-east-1/beta/publish',
  ]);
  expect(sent.accepted).toEqual([expect.objectContaining({ id: 'id-3' })]);
  expect(sent.refused).toEqual({ 503: 1, ECONNRESET: 1 });
});

it('knows what it has planned also when nobody accepts it, and gives up in the end', async () => {
  const capture = captureNumber(0);

  const { sent } = await send([capture], () => 500, Date.now() + 300);

  expect(sent).toMatchObject({ accepted: [], givenUp: 1 });
  expect([...sent.planned.values()]).toEqual([capture]);
});
