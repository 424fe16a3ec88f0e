import type { EndState } from '../../audit/end-state';
import type { Kind } from '../../chaos/order';
import { poisonIn, rejectedIn, storedCaptures, unexpectedOutcomes } from '../../chaos/outcomes';
import type { PlannedCapture } from '../../chaos/plan-captures';
import { anObject, recordOf } from '../helpers/end-states';

const object = anObject('eu-west-2', 'one', 'payload');
const ID = 'eu-west-2.publish.one';

/** What is found when one capture of this kind ended so. */
function found(kind: Kind, outcome: Record<string, unknown>, given: Partial<PlannedCapture> = {}) {
  const planned: PlannedCapture = {
    ...{ dueMs: 0, client: 0, firstRegion: 0, paddingBytes: 0, contentType: 'x/y' },
    order: { payload: 0, kind },
    ...given,
  };
  const state: EndState = {
    objects: [object],
    items: [recordOf(object, outcome)],
    queues: [],
    errorMessages: [],
  };
  const stored = storedCaptures(state, new Map([[object.sha256, planned]]));
  return {
    poison: poisonIn(stored),
    rejected: rejectedIn(stored),
    unexpected: [...unexpectedOutcomes(state, stored)],
  };
}

const completed = (attempt = 1, sha256 = object.sha256, attempts = attempt) => ({
  ...{ status: 'COMPLETED', attempts },
  result: JSON.stringify({ attempt, sha256 }),
});
const rejected = (name: string) => ({ status: 'REJECTED', error: { name, message: '' } });
const until2 = { order: { payload: 0, kind: 'throw' as const, until: 2 } };

it.each<[Kind, object, Partial<PlannedCapture>?]>([
  ['succeed', completed()],
  ['slow', completed(2)],
  ['throw', completed(3), until2],
  ['reject', rejected('RejectedError')],
  ['poison', { status: 'FAILED' }],
  ['succeed', { status: 'DUPLICATE' }, { idempotencyKey: 'k' }],
  ['poison', rejected('IdempotencyMismatch'), { idempotencyKey: 'k' }],
])('%s may end as %j', (kind, outcome, ...[given]) => {
  expect(found(kind, { ...outcome }, given).unexpected).toEqual([]);
});

it.each<[Kind, object, Partial<PlannedCapture>?]>([
  ['succeed', { status: 'FAILED' }],
  ['succeed', { status: 'DUPLICATE' }],
  ['succeed', rejected('MetadataMismatch'), { idempotencyKey: 'k' }],
  ['reject', completed()],
  ['poison', completed()],
  ['throw', completed(2), until2],
  ['succeed', completed(1, 'other bytes')],
  ['succeed', completed(1, object.sha256, 2)],
])('finds a capture that was to %s and ended as %j', (kind, outcome, ...[given]) => {
  expect(found(kind, { ...outcome }, given).unexpected).toEqual([
    { id: ID, seen: expect.any(String), expected: expect.any(String) },
  ]);
});

it('knows poison by its bytes, whether its sender got an answer or not', () => {
  expect(found('poison', { status: 'FAILED' }).poison).toEqual([ID]);
  expect(found('succeed', completed()).poison).toEqual([]);
});

it('knows what the processor refuses by its bytes', () => {
  expect(found('reject', rejected('RejectedError')).rejected).toEqual([ID]);
  expect(found('succeed', rejected('RejectedError')).rejected).toEqual([]);
});
