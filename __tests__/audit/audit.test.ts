import { audit, isSound } from '../../audit/audit';
import { knowledge, soundEndState, TARGET } from '../helpers/end-states';

it('finds nothing in a sound end state, and counts it', () => {
  const report = audit(TARGET, soundEndState(), knowledge());

  expect(report.violations).toEqual([]);
  expect(isSound(report)).toBe(true);
  expect(report.counts).toEqual({
    accepted: 4,
    objects: 4,
    records: 5,
    statuses: { COMPLETED: 1, DUPLICATE: 1, REJECTED: 1, FAILED: 2 },
    exhausted: 1,
    errorMessages: 1,
    waiting: 0,
  });
});
