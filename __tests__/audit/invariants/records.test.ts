import * as records from '../../../audit/invariants/records';
import { itFinds, Scene } from '../../helpers/spoiled-state';

itFinds(records, [
  [
    'everyCaptureEnds',
    'a record that is PROCESSING',
    (all) =>
      Object.assign(all.item('rejected'), {
        ...{ status: 'PROCESSING', final: undefined, conclusions: undefined },
        ...{ error: undefined, attention: undefined },
      }),
  ],
  [
    'everyCaptureEnds',
    'a COMPLETED record that is not final',
    (all) =>
      all.add(undefined, { status: 'COMPLETED', result: '1', final: undefined, conclusions: undefined }),
  ],
  [
    'nothingIsUnfinished',
    'a record that the sweep looks after',
    (all) => (all.item('exhausted').unfinished = 'x'),
  ],
  ['nothingIsUnfinished', 'a record that is due', (all) => (all.item('publish.completed').dueAt = 1)],
  ['concludedOnce', 'a second conclusion', (all) => (all.item('publish.completed').conclusions = 2)],
  ['concludedOnce', 'a final record that nobody concluded', (all) => (all.item('rejected').conclusions = 0)],
  ['concludedOnce', 'a conclusion of an exhausted capture', (all) => (all.item('exhausted').conclusions = 1)],
  [
    'recordHoldsWhatBelongs',
    'COMPLETED without a result',
    (all) => delete all.item('publish.completed').result,
  ],
  [
    'recordHoldsWhatBelongs',
    'COMPLETED with an error',
    (all) => (all.item('publish.completed').error = { name: 'Late', message: '' }),
  ],
  [
    'recordHoldsWhatBelongs',
    'REJECTED without an error',
    (all) => {
      delete all.item('rejected').error;
      all.known.rejected = ['eu-west-2.publish.rejected'];
    },
  ],
  ['recordHoldsWhatBelongs', 'FAILED with a result', (all) => (all.item('exhausted').result = '{}')],
  ['recordHoldsWhatBelongs', 'FAILED that nobody is shown', (all) => delete all.item('exhausted').attention],
  [
    'recordHoldsWhatBelongs',
    'shown to people as something else',
    (all) => (all.item('exhausted').attention = 'REJECTED'),
  ],
  ['attemptsWithinAllowance', 'one attempt too many', (all) => (all.item('publish.completed').attempts = 4)],
  ['attemptsWithinAllowance', 'no attempt', (all) => (all.item('publish.completed').attempts = 0)],
  ['attemptsWithinAllowance', 'exhausted too early', (all) => (all.item('exhausted').attempts = 2)],
  ['everyItemExpires', 'a record without a TTL', (all) => delete all.item('rejected').expiresAt],
  [
    'everyItemExpires',
    'an idempotency item without a TTL',
    (all) => delete all.item('idempotency').expiresAt,
  ],
  [
    'everyItemExpires',
    'a TTL in milliseconds',
    (all) => (all.item('rejected').expiresAt = 1_707_776_000_000),
  ],
  ['everyItemExpires', 'a TTL that is over', (all) => (all.item('rejected').expiresAt = 1_699_999_999)],
]);

it('what was moved back from the error queue may have had all its attempts again', () => {
  const all = new Scene();
  all.item('exhausted').attempts = 6;

  all.known.expected = { redrives: 1 };

  expect(all.broken()).toEqual({});
});
