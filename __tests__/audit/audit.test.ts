import { audit, isSound } from '../../audit/audit';
import { knowledge, soundEndState, TARGET } from '../helpers/end-states';

it('finds nothing in a sound end state, and counts it', () => {
  const report = audit(TARGET, soundEndState(), knowledge());

  expect(report.violations).toEqual([]);
  expect(isSound(report)).toBe(true);
  expect(report.counts).toEqual({
    accepted: 5,
    objects: 5,
    records: 6,
    statuses: { COMPLETED: 1, DUPLICATE: 1, REJECTED: 1, FAILED: 3 },
    exhausted: 2,
    errorMessages: 2,
    waiting: 0,
  });
});
