import * as repeats from '../../../audit/invariants/repeats';
import { anObject } from '../../helpers/end-states';
import { itFinds, Scene } from '../../helpers/spoiled-state';

const duplicateOf = (id: string) => ({ status: 'DUPLICATE', duplicateOf: id });

itFinds(repeats, [
  ['duplicateLeadsToFirst', 'a duplicate of nobody', (all) => (all.item('duplicate').duplicateOf = 'x.y.z')],
  [
    'duplicateLeadsToFirst',
    'a duplicate of itself',
    (all) => (all.item('duplicate').duplicateOf = 'us-east-1.publish.duplicate'),
  ],
  [
    'duplicateLeadsToFirst',
    'a duplicate of another payload',
    (all) => (all.item('duplicate').duplicateOf = 'eu-west-2.publish.rejected'),
  ],
  [
    'duplicateLeadsToFirst',
    "a duplicate of another principal's capture",
    (all) => {
      const theirs = { ...anObject('eu-west-2', 'theirs', 'first'), key: 'captures/publish/other/theirs' };
      all.add(theirs);
      all.item('duplicate').duplicateOf = 'eu-west-2.publish.theirs';
    },
  ],
  [
    'duplicateLeadsToFirst',
    'a duplicate where nobody has a key',
    (all) => {
      all.add(anObject('eu-west-2', 'one', 'same'));
      all.add(anObject('us-east-1', 'two', 'same'), duplicateOf('eu-west-2.publish.one'));
    },
  ],
  [
    'duplicateLeadsToFirst',
    'a duplicate of another key',
    (all) => {
      all.add(anObject('eu-west-2', 'one', 'same', 'order 2'));
      all.add(anObject('us-east-1', 'two', 'same', 'order 3'), duplicateOf('eu-west-2.publish.one'));
    },
  ],
  [
    'duplicateLeadsToFirst',
    'a duplicate of a capture without a key',
    (all) => {
      all.add(anObject('eu-west-2', 'one', 'same'));
      all.add(anObject('us-east-1', 'two', 'same', 'order 2'), duplicateOf('eu-west-2.publish.one'));
    },
  ],
  [
    'keyIsCompletedOnce',
    'two COMPLETED captures of one key',
    (all) => all.add(anObject('us-east-1', 'twice', 'first', 'order 1')),
  ],
  ['keyHolderIsACapture', 'a key held by nobody', (all) => (all.item('idempotency').captureId = 'x.y.z')],
  ['keyHolderIsACapture', 'a key held with another payload', (all) => (all.item('idempotency').size = 99)],
  [
    'keyHolderIsACapture',
    "a key held by another principal's capture",
    (all) => (all.item('idempotency').id = 'idempotency#publish#other#0'),
  ],
]);

it('a duplicate of a duplicate leads to the first', () => {
  const all = new Scene();

  all.add(anObject('us-east-1', 'third', 'first', 'order 1'), duplicateOf('us-east-1.publish.duplicate'));

  expect(all.broken()).toEqual({});
});
