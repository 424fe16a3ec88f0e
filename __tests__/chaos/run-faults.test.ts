import { runFaults } from '../../chaos/run-faults';
import { listen } from '../../local/front-door/server';
import { readBody } from '../../local/protocol/read-body';

const outage = { outage: 'refuse', region: 'us-east-1' } as const;
const episodes = [
  { id: 'a', what: 'first', fault: { ...outage, id: 'a' }, startMs: 0, endMs: 200 },
  { id: 'b', what: 'second', fault: { ...outage, id: 'b' }, startMs: 100, endMs: 300 },
];

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

/** Runs the schedule against pages of faults that may refuse a fault, or keep one. */
async function run({ refuses, keeps }: { refuses?: string; keeps?: string } = {}) {
  const active = new Map<string, object>();
  const calls: string[] = [];
  const door = await listen(0, async ({ method, path, body }) => {
    const fault = method === 'POST' ? JSON.parse((await readBody(body, 1000)).toString()) : undefined;
    if (method !== 'GET') calls.push(`${method} ${fault?.id ?? path.split('/').at(-1)}`);
    if (method === 'POST' && fault.id === refuses)
      return { status: 400, headers: {}, body: 'no such region' };
    if (method === 'POST') active.set(fault.id, { ...fault, hits: 7 });
    const id = path.split('/').at(-1)!;
    if (method === 'DELETE' && id !== keeps) active.delete(id);
    return { status: 200, headers: {}, body: method === 'GET' ? JSON.stringify([...active.values()]) : '' };
  });
  close = door.close;
  return { calls, met: await runFaults(`http://127.0.0.1:${door.port}`, episodes, Date.now()) };
}

it('puts each fault in force and lifts it in its time, and tells how many calls it met', async () => {
  const { calls, met } = await run();

  expect(calls.filter((call) => call.endsWith(' a'))).toEqual(['POST a', 'DELETE a']);
  expect(calls.filter((call) => call.endsWith(' b'))).toEqual(['POST b', 'DELETE b']);
  expect(met).toEqual(episodes.map((episode) => ({ ...episode, hits: 7 })));
});

it('fails when a fault is not taken', async () => {
  await expect(run({ refuses: 'b' })).rejects.toThrow('POST /_local/faults: 400 no such region');
});

it('fails when a fault is left', async () => {
  await expect(run({ keeps: 'a' })).rejects.toThrow('faults are left: a');
});
