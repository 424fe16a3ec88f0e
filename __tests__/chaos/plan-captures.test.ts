import { orderIn } from '../../chaos/order';
import { payloadOf, sha256Of } from '../../chaos/payload';
import { planCaptures } from '../../chaos/plan-captures';

const options = { captures: 5000, clients: 8, regions: 4, seed: 7, lengthMs: 50_000 };
const plan = planCaptures(options);
const keyed = plan.filter(({ idempotencyKey }) => idempotencyKey !== undefined);
const groups = [...new Set(keyed.map(({ idempotencyKey }) => idempotencyKey))].map((key) =>
  keyed.filter(({ idempotencyKey }) => idempotencyKey === key),
);

it('the same seed makes the same captures, byte by byte, and another seed others', () => {
  const again = planCaptures(options);
  const other = planCaptures({ ...options, seed: 8 });

  expect(again).toEqual(plan);
  expect(other).not.toEqual(plan);
  expect(payloadOf(again[17]!, 7)).toEqual(payloadOf(plan[17]!, 7));
});

it('spreads them over the whole time, over all clients and all regions', () => {
  expect(plan).toHaveLength(5000);
  expect(plan[0]?.dueMs).toBe(0);
  expect(plan.at(-1)?.dueMs).toBe(49_990);
  expect(plan.every(({ dueMs }, index) => index === 0 || dueMs >= plan[index - 1]!.dueMs)).toBe(true);
  expect(new Set(plan.map(({ client }) => client)).size).toBe(8);
  expect(new Set(plan.map(({ firstRegion }) => firstRegion)).size).toBe(4);
});

it.each([
  ['succeed', 0.7, 0.8],
  ['slow', 0.08, 0.12],
  ['throw', 0.06, 0.1],
  ['reject', 0.035, 0.065],
  ['crash', 0.001, 0.008],
  ['poison', 0.008, 0.025],
  ['hang', 0.0002, 0.005],
])('has its share of captures that %s', (kind, least, most) => {
  const share = plan.filter(({ order }) => order.kind === kind).length / plan.length;

  expect(share).toBeGreaterThan(least);
  expect(share).toBeLessThan(most);
});

it('uses some Idempotency-Keys again, mostly with the same payload, from other regions too', () => {
  const repeated = groups.filter((group) => group.length > 1);
  const payloads = (group: typeof keyed) => new Set(group.map(({ order }) => order.payload)).size;

  expect(repeated.length).toBeGreaterThan(100);
  expect(repeated.filter((group) => payloads(group) === 1).length).toBeGreaterThan(repeated.length / 2);
  expect(repeated.some((group) => payloads(group) > 1)).toBe(true);
  expect(repeated.some((group) => new Set(group.map(({ firstRegion }) => firstRegion)).size > 1)).toBe(true);
});

it('equal orders make equal payloads, others never do', () => {
  const small = plan.slice(0, 500).filter(({ paddingBytes }) => paddingBytes < 1000);
  const payloads = new Map<string, number>();
  for (const capture of small) {
    const sha256 = sha256Of(payloadOf(capture, 7));
    expect(payloads.get(sha256) ?? capture.order.payload).toBe(capture.order.payload);
    payloads.set(sha256, capture.order.payload);
  }
  expect(payloads.size).toBe(new Set(small.map(({ order }) => order.payload)).size);
});

it('a payload holds its order and random bytes, of which some are line breaks', () => {
  const large = plan.find(({ paddingBytes }) => paddingBytes > 1000)!;
  const payload = payloadOf(large, 7);

  expect(orderIn(payload)).toEqual(large.order);
  expect(payload.length).toBeGreaterThan(large.paddingBytes);
  expect(payload.toString('latin1').split('\n').length).toBeGreaterThan(2);
});
