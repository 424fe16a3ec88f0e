import { deathsOfProcess, surplusAttempts } from '../../chaos/attempts';
import type { Order } from '../../chaos/order';
import type { MetEpisode } from '../../chaos/run-faults';
import type { Effect, RuleFault } from '../../local/faults/fault';
import { anObject, recordOf } from '../helpers/end-states';

const object = anObject('eu-west-2', 'one', 'payload');

/** Surplus of one capture with this order whose record is so. */
function surplusOf(order: Omit<Order, 'payload'>, outcome: Record<string, unknown>): number {
  const state = { objects: [object], items: [recordOf(object, outcome)], queues: [], errorMessages: [] };
  const capture = {
    ...{ dueMs: 0, client: 0, firstRegion: 0, paddingBytes: 0, contentType: 'x/y' },
    ...{ order: { payload: 0, ...order }, sha256: object.sha256 },
  };
  return surplusAttempts(state, new Map([['eu-west-2.publish.one', capture]]));
}

it.each<[Omit<Order, 'payload'>, object, number]>([
  [{ kind: 'succeed' }, { status: 'COMPLETED', attempts: 1 }, 0],
  [{ kind: 'succeed' }, { status: 'COMPLETED', attempts: 3 }, 2],
  [{ kind: 'throw', until: 2 }, { status: 'COMPLETED', attempts: 3 }, 0],
  [{ kind: 'reject' }, { status: 'REJECTED', attempts: 2, error: { name: 'RejectedError' } }, 1],
  [
    { kind: 'throw', until: 2 },
    { status: 'REJECTED', attempts: 2, error: { name: 'IdempotencyMismatch' } },
    0,
  ],
  [{ kind: 'poison' }, { status: 'FAILED', attempts: 6 }, 0],
  [{ kind: 'succeed' }, { status: 'DUPLICATE', attempts: 2 }, 0],
])('%j that ended as %j has had %i attempts too many', (order, outcome, surplus) => {
  expect(surplusOf(order, { ...outcome })).toBe(surplus);
});

const met = (effect: Effect, rule: Partial<RuleFault> = {}): MetEpisode => ({
  ...{ id: 'a', what: '', startMs: 0, endMs: 1, hits: 3 },
  fault: { action: 's3:GetObject', effect, ...rule },
});

it.each<[string, MetEpisode, number]>([
  ['one that died of its own call', met({ kill: 'after' }, { principal: '*:role/chaos-*-process' }), 3],
  ['no lane', met({ kill: 'before' }, { principal: '*:role/chaos-*-drain-lane' }), 0],
  ['no lost answer', met({ kill: 'after', function: 'chaos-plan-lanes' }), 0],
  ['no throttling', met({ fail: 'ThrottlingException' }, { principal: '*-process' }), 0],
  ['no outage', { ...met({ hold: true }), fault: { outage: 'refuse', stack: 'central' } }, 0],
])('counts deaths of Process: %s', (_, episode, deaths) => {
  expect(deathsOfProcess([episode])).toBe(deaths);
});
