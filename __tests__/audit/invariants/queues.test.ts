import * as queues from '../../../audit/invariants/queues';
import { anObject, notification, OBJECTS, recordOf } from '../../helpers/end-states';
import { itFinds, Scene, type Spoiled } from '../../helpers/spoiled-state';

itFinds(queues, [
  ...(['visible', 'delayed', 'inFlight'] as const).map(
    (count): Spoiled => [
      'nothingWaits',
      `a message of a capture queue, ${count}`,
      ({ state }) => (state.queues.find(({ queue }) => queue === 'capture')![count] = 1),
    ],
  ),
  [
    'nothingWaits',
    'a message of a message queue',
    ({ state }) =>
      (state.queues.find(({ queue, kind }) => queue === 'capture' && kind === 'messages')!.visible = 1),
  ],
  [
    'errorQueuesAreRead',
    'a message of an error queue in flight',
    ({ state }) => (state.queues.find(({ queue }) => queue === 'error')!.inFlight = 1),
  ],
  [
    'exhaustedIsInItsErrorQueue',
    'an exhausted capture without a message',
    (all) => {
      const poison = anObject('eu-west-2', 'more', 'more');
      all.add(poison, {
        ...all.item('exhausted'),
        ...recordOf(poison, {}),
        attempts: 3,
        final: undefined,
        conclusions: undefined,
      });
      all.known.poison = [...all.known.poison, 'eu-west-2.publish.more'];
    },
  ],
  [
    'errorQueuesHoldTheExhausted',
    'a COMPLETED capture in the error queue',
    (all) => all.addErrorMessage('us-east-1', notification(OBJECTS.duplicate)),
  ],
  [
    'errorQueuesHoldTheExhausted',
    'a capture that nobody knows',
    (all) => all.addErrorMessage('us-east-1', notification(anObject('us-east-1', 'unknown', ''))),
  ],
  [
    'errorQueuesHoldTheExhausted',
    'a WebSocket message that nobody knows, whatever its client wrote into it',
    (all) => all.addErrorMessage('us-east-1', notification(OBJECTS.exhausted), 'messages', 'unknown'),
  ],
  [
    'nothingIsUnparseable',
    'a WebSocket message that nobody wrote anything beside',
    (all) => all.addErrorMessage('us-east-1', notification(OBJECTS.exhausted), 'messages'),
  ],
  [
    'nothingIsUnparseable',
    'nonsense in an error queue',
    (all) => all.addErrorMessage('us-east-1', 'nonsense'),
  ],
  [
    'nothingIsUnparseable',
    'nonsense that is not there',
    ({ known }) => (known.expected = { unparseable: 1 }),
  ],
  ['onlyPoisonIsExhausted', 'exhausted by trouble of ours', ({ known }) => (known.poison = [])],
  [
    'onlyPoisonIsExhausted',
    'COMPLETED poison',
    ({ known }) => (known.poison = [...known.poison, 'eu-west-2.publish.completed']),
  ],
]);

it('nonsense that was sent on purpose is expected', () => {
  const all = new Scene();
  all.addErrorMessage('us-east-1', 'nonsense');

  all.known.expected = { unparseable: 1 };

  expect(all.broken()).toEqual({});
});

it("exhaustedIsInItsErrorQueue finds a message in another region's queue as well", () => {
  const all = new Scene();

  all.addErrorMessage('eu-west-2', notification(OBJECTS.exhausted));

  // A message that is in the wrong place breaks both sides.
  expect(all.broken()).toEqual({
    exhaustedIsInItsErrorQueue: 1,
    errorQueuesHoldTheExhausted: 1,
  });
});
