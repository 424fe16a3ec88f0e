import { audit } from '../../audit/audit';
import { formatReport } from '../../audit/report';
import { anObject, knowledge, soundEndState, TARGET } from '../helpers/end-states';

it('tells what was counted, and that all holds', () => {
  expect(formatReport(audit(TARGET, soundEndState(), knowledge())).split('\n')).toEqual([
    'accepted 5, objects 5, records 6',
    'records: COMPLETED 1, DUPLICATE 1, FAILED 3, REJECTED 1; exhausted 2',
    'messages: 0 in queues, 2 in error queues',
    expect.stringMatching(/^All \d\d invariants hold\.$/),
  ]);
});

it('tells each broken invariant with its sentence, what was seen and what was expected', () => {
  const state = soundEndState();
  state.items[0]!.conclusions = 2;

  expect(formatReport(audit(TARGET, state, knowledge()))).toContain(
    'BROKEN concludedOnce, 1 times: Every terminal record was concluded exactly once, and no other was.\n' +
      '  eu-west-2.publish.completed: seen conclusions: 2; expected 1',
  );
});

it('counts all, and shows ten of each', () => {
  const state = soundEndState();
  const forgotten = Array.from({ length: 1000 }, (_, n) => anObject('eu-west-2', `forgotten-${n}`, 'x'));
  state.objects.push(...forgotten);

  const report = audit(TARGET, state, knowledge());

  expect(report.broken).toEqual({ storedHasRecord: 1000 });
  expect(report.violations).toHaveLength(10);
  expect(formatReport(report).split('\n')).toHaveLength(14);
});

it('cuts what was seen', () => {
  const state = soundEndState();
  state.items[0]!.error = { name: 'x'.repeat(5000) };

  const [violation] = audit(TARGET, state, knowledge()).violations;

  expect(violation?.seen.length).toBeLessThan(300);
});
