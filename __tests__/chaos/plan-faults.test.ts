import { planFaults } from '../../chaos/plan-faults';
import { schemaFor } from '../../local/faults/fault-schema';

const ground = {
  name: 'chaos',
  ingest: ['eu-west-2', 'us-east-1', 'ap-southeast-2'],
  leaseSeconds: 22,
};
const plan = planFaults({ ...ground, seed: 1, lengthMs: 300_000 });
const outages = plan.filter(({ fault }) => 'outage' in fault);

it('the same seed makes the same schedule, and another seed another', () => {
  expect(planFaults({ ...ground, seed: 1, lengthMs: 300_000 })).toEqual(plan);
  expect(planFaults({ ...ground, seed: 2, lengthMs: 300_000 })).not.toEqual(plan);
});

it('is in the order of time, and every fault ends by the end', () => {
  expect(plan.length).toBeGreaterThan(80);
  expect(plan.map(({ startMs }) => startMs)).toEqual(
    plan.map(({ startMs }) => startMs).toSorted((a, b) => a - b),
  );
  for (const { startMs, endMs } of plan) {
    expect(endMs).toBeGreaterThan(startMs);
    expect(endMs).toBeLessThanOrEqual(300_000);
  }
});

it('has one outage at a time, with breaks', () => {
  const gaps = outages.slice(1).map(({ startMs }, index) => startMs - outages[index]!.endMs);

  expect(outages.length).toBeGreaterThan(20);
  expect(Math.min(...gaps)).toBeGreaterThan(0);
});

it('is made of faults that the local cloud takes, each under an id of its own', () => {
  const faults = [1, 2, 3, 4, 5].flatMap((seed) => planFaults({ ...ground, seed, lengthMs: 300_000 }));

  for (const { id, fault } of faults) {
    expect(fault.id).toBe(id);
    expect(schemaFor(fault).safeParse(fault)).toMatchObject({ success: true });
  }
  expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
});

it.each([
  /^eu-west-2 is away/,
  /^us-east-1 is away/,
  /away, refuse$/,
  /away, hang$/,
  /^the centre is away/,
  /is throttled$/,
  /is \d+ ms late$/,
  /answers of .* are lost$/,
  /^a tenth of conclusions is \d+ ms late$/,
  /^a tenth of updates of records is \d+ ms late$/,
  /^every drain-lane dies$/,
  ...['drain-lane', 'process', 'claim', 'fail', 'plan-lanes', 'authorizer'].map(
    (name) => new RegExp(`^${name} dies (before|after) `),
  ),
])('comes to %s', (what) => {
  expect(plan.map((episode) => episode.what)).toContainEqual(expect.stringMatching(what));
});

it('keeps late writes for longer than a lease', () => {
  const late = plan.find(({ what }) => what.startsWith('a tenth of updates'))!;

  expect(late.fault).toMatchObject({ effect: { delayMs: 22_500 } });
  expect(late.endMs - late.startMs).toBeGreaterThan(22_500);
});
