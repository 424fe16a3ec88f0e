import * as unprocessed from '../../../audit/invariants/unprocessed';
import { anObject } from '../../helpers/end-states';
import { itFinds, Scene } from '../../helpers/spoiled-state';

const failed = (name: string) => ({ status: 'FAILED', attention: 'FAILED', error: { name, message: '' } });
const rejected = (name: string) => ({
  ...{ status: 'REJECTED', attention: 'REJECTED' },
  error: { name, message: '' },
});
const mismatch = rejected('IdempotencyMismatch');

itFinds(unprocessed, [
  [
    'failedForGoodHasNoObject',
    'PayloadExpired although the object is there',
    (all) => all.add(undefined, failed('PayloadExpired')),
  ],
  ['failedForGoodHasNoObject', 'another error', (all) => all.add(undefined, failed('Error'))],
  [
    'rejectedIsNamed',
    'a rejection that nobody ordered',
    (all) => all.add(undefined, rejected('RejectedError')),
  ],
  [
    'mismatchHasAnother',
    'IdempotencyMismatch without an Idempotency-Key',
    (all) => all.add(undefined, mismatch),
  ],
  [
    'mismatchHasAnother',
    'a key that nobody else has',
    (all) => all.add(anObject('eu-west-2', 'more', 'more', 'order 2'), mismatch),
  ],
  [
    'mismatchHasAnother',
    'a key that has come with one payload only',
    (all) => {
      all.add(anObject('eu-west-2', 'more', 'more', 'order 2'));
      all.add(anObject('us-east-1', 'again', 'more', 'order 2'), mismatch);
    },
  ],
  [
    'mismatchHasAnother',
    'a key whose only capture besides is its duplicate',
    (all) => {
      all.add(anObject('eu-west-2', 'more', 'more', 'order 2'), mismatch);
      all.add(anObject('us-east-1', 'again', 'more', 'order 2'), {
        ...{ status: 'DUPLICATE', duplicateOf: 'eu-west-2.publish.more' },
      });
    },
  ],
  [
    'mismatchHasAnother',
    'payloads of a key that were all rejected for each other',
    (all) => {
      all.add(anObject('eu-west-2', 'more', 'more', 'order 2'), mismatch);
      all.add(anObject('us-east-1', 'other', 'other', 'order 2'), mismatch);
      all.add(anObject('us-east-1', 'again', 'other', 'order 2'), {
        ...{ status: 'DUPLICATE', duplicateOf: 'us-east-1.publish.other' },
      });
    },
  ],
  [
    'mismatchHasAnother',
    "another principal's capture of that key",
    (all) => {
      const theirs = anObject('us-east-1', 'theirs', 'other', 'order 2');
      all.add({ ...theirs, key: 'captures/publish/other/theirs' });
      all.add(anObject('eu-west-2', 'more', 'more', 'order 2'), mismatch);
    },
  ],
]);

it('what its sender knows to be refused may be REJECTED', () => {
  const all = new Scene();
  all.add(undefined, rejected('RejectedError'));

  all.known.rejected = ['eu-west-2.publish.more'];

  expect(all.broken()).toEqual({});
});

it('what was rejected against a capture that lost the key later is sound', () => {
  const all = new Scene();
  all.add(anObject('eu-west-2', 'held', 'one', 'order 2'), mismatch);
  all.add(anObject('us-east-1', 'rejected-for-it', 'two', 'order 2'), mismatch);

  all.add(anObject('us-east-1', 'took-over', 'two', 'order 2'));

  expect(all.broken()).toEqual({});
});
