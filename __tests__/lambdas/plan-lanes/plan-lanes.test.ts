import type { QueueKind } from '../../../contracts/naming';
import { type PlanDependencies, planLanes } from '../../../lambdas/plan-lanes/plan-lanes';

const region = (name: string) => ({ region: name, maxAttempts: 5 });
const lane = (name: string, queue: QueueKind = 'captures') => ({ ...region(name), queue });
/** A plan where captures wait, and no messages unless they are named. */
const plan = (
  backlogs: Record<string, number | Error>,
  overrides: Partial<PlanDependencies> = {},
  messages: Record<string, number | Error> = {},
) =>
  planLanes({
    regions: Object.keys(backlogs).map(region),
    maxLanesPerRegion: 8,
    probe: async () => [],
    backlog: async (name, queue) => {
      const backlog = (queue === 'captures' ? backlogs : messages)[name] ?? 0;
      if (backlog instanceof Error) throw backlog;
      return backlog;
    },
    ...overrides,
  });
const lanesOf = (lanes: { region: string }[]) => lanes.map((lane) => lane.region);

it.each([
  [0, 1],
  [1, 1],
  [1000, 1],
  [1001, 2],
  [7500, 8],
  [1_000_000, 8],
])('a backlog of %d gets %d lanes', async (messages, lanes) => {
  expect((await plan({ a: messages })).lanes).toEqual(Array(lanes).fill(lane('a')));
});

it.each([
  [0, 1],
  [400, 1],
  [401, 2],
  [1_000_000, 8],
])('%d messages that are taken one at a time get %d lanes', async (messages, lanes) => {
  const { messageLanes } = await plan({ a: 0 }, {}, { a: messages });

  expect(messageLanes).toEqual(Array(lanes).fill(lane('a', 'messages')));
});

it('a burst of captures takes no lane from messages, nor the other way', async () => {
  const full = { maxLanesPerRegion: 40 };

  expect(await plan({ a: 1e6 }, full)).toMatchObject({
    lanes: Array(40).fill(lane('a')),
    messageLanes: [lane('a', 'messages')],
  });
  expect(await plan({ a: 0 }, full, { a: 1e6 })).toMatchObject({
    lanes: [lane('a')],
    messageLanes: Array(40).fill(lane('a', 'messages')),
  });
});

it('a message queue that does not answer gets one lane and stops nobody', async () => {
  const { messageLanes } = await plan({ a: 0, b: 0 }, {}, { a: new Error('region away'), b: 500 });

  expect(lanesOf(messageLanes)).toEqual(['a', 'b', 'b']);
});

it('lanes are interleaved by region', async () => {
  const { lanes } = await plan({ a: 2500, b: 0, c: 1500 });

  expect(lanesOf(lanes)).toEqual(['a', 'b', 'c', 'a', 'c', 'a']);
});

it('there are at most forty lanes, and every region keeps its share', async () => {
  const { lanes } = await plan(Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`r${n}`, 1e6])));

  expect(lanes).toHaveLength(40);
  for (let n = 0; n < 10; n += 1) expect(lanesOf(lanes).filter((name) => name === `r${n}`)).toHaveLength(4);
});

it('a region that does not answer gets one lane and stops nobody', async () => {
  const { lanes, withheld } = await plan({ a: new Error('region away'), b: 1500 });

  expect(lanesOf(lanes)).toEqual(['a', 'b', 'b']);
  expect(withheld).toBeUndefined();
});

it('a centre that cannot process gets no lanes, and the plan says why', async () => {
  const away = await plan({ a: 1500 }, { probe: () => Promise.reject(new Error('table away')) });

  expect(away).toEqual({ lanes: [], messageLanes: [], sweeps: [], withheld: 'Error: table away' });
});

it('a paused region gets no lane, whatever waits there, and the plan says so', async () => {
  const paused = await plan({ a: 1500, b: 1500 }, { probe: async () => ['a'] });

  expect(paused).toEqual({
    lanes: [lane('b'), lane('b')],
    messageLanes: [lane('b', 'messages')],
    sweeps: [{ paused: ['a'] }],
    paused: ['a'],
  });
});

it('a region that is paused and does not answer gets no lane', async () => {
  const paused = await plan({ a: new Error('region away') }, { probe: async () => ['a'] });

  expect(paused).toEqual({ lanes: [], messageLanes: [], sweeps: [{ paused: ['a'] }], paused: ['a'] });
});

it('the lanes of a paused region go to the others', async () => {
  const { lanes } = await plan({ a: 1e6, b: 1e6 }, { maxLanesPerRegion: 40, probe: async () => ['a'] });

  expect(lanesOf(lanes)).toEqual(Array(40).fill('b'));
});

it('there are no lanes when every region is paused', async () => {
  const paused = await plan({ a: 1, b: 1 }, { probe: async () => ['b', 'a'] });

  expect(paused).toEqual({
    lanes: [],
    messageLanes: [],
    sweeps: [{ paused: ['a', 'b'] }],
    paused: ['a', 'b'],
  });
});

it('a paused region that is drained no more counts no more', async () => {
  const { lanes, paused } = await plan({ a: 1 }, { probe: async () => ['gone'] });

  expect(lanesOf(lanes)).toEqual(['a']);
  expect(paused).toBeUndefined();
});

it('the centre and all regions are asked at the same time', async () => {
  const asked: string[] = [];
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const pending = plan(
    { a: 0, b: 0 },
    {
      probe: () => {
        asked.push('centre');
        return gate.then(() => []);
      },
      backlog: async (name, queue) => {
        asked.push(`${queue} of ${name}`);
        await gate;
        return 0;
      },
    },
  );

  expect(asked).toEqual(['centre', 'captures of a', 'captures of b', 'messages of a', 'messages of b']);
  release();
  await pending;
});
