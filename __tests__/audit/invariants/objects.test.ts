import * as objects from '../../../audit/invariants/objects';
import { anObject, notification, OBJECTS, recordOf } from '../../helpers/end-states';
import { itFinds, type Spoiled } from '../../helpers/spoiled-state';

itFinds(objects, [
  [
    'acceptedIsStored',
    'an accepted capture without an object',
    ({ known }) => known.accepted.push({ id: 'eu-west-2.publish.lost', size: 1, sha256: '' }),
  ],
  ['acceptedIsStored', 'a size that was not sent', ({ known }) => (known.accepted[0]!.size += 1)],
  [
    'acceptedIsStored',
    'bytes that were not sent',
    ({ known }) => (known.accepted[0]!.sha256 = '0'.repeat(64)),
  ],
  ['idIsGivenOnce', 'an id that two clients got', ({ known }) => known.accepted.push(known.accepted[0]!)],
  [
    'storedHasRecord',
    'an object without a record',
    ({ state }) => state.objects.push(anObject('eu-west-2', 'forgotten', '')),
  ],
  [
    'storedHasRecord',
    'two objects of one id',
    ({ state }) =>
      state.objects.push({ ...anObject('eu-west-2', 'x', 'first'), key: 'captures/publish/other/rejected' }),
  ],
  [
    'storedHasRecord',
    'a key that is no capture',
    ({ state }) => state.objects.push({ ...OBJECTS.rejected, key: 'captures/stray' }),
  ],
  [
    'recordHasObject',
    'a record of nothing',
    ({ state }) => state.items.push(recordOf(anObject('eu-west-2', 'nothing', ''))),
  ],
  [
    'recordHasObject',
    'a record of nothing that is FAILED for good for another reason',
    (all) => (all.item('expired').error = { name: 'Error', message: 'no' }),
  ],
  [
    'recordHasObject',
    'an expired payload whose record is not final',
    (all) => {
      Object.assign(all.item('expired'), { final: undefined, conclusions: undefined, attempts: 3 });
      all.known.poison = [...all.known.poison, 'us-east-1.publish.expired'];
      all.addErrorMessage('us-east-1', notification(OBJECTS.expired));
    },
  ],
  ...['channel', 'principal', 'region', 'bucket', 'key', 'size', 'eTag'].map(
    (name): Spoiled => [
      'recordDescribesObject',
      `another ${name} in the record`,
      (all) => {
        all.add();
        // A region that exists, so that its attempts are known.
        all.item('more')[name] = name === 'region' ? 'us-east-1' : 'other';
      },
    ],
  ),
]);
