import { countTimeouts } from '../../chaos/timeouts';

const line = (error: string, outcome = 'RETRY') =>
  JSON.stringify({ message: 'fail', id: 'a', error, outcome });

it("counts attempts that ended by their function's time-out, and nothing else", () => {
  const log = [
    line('Sandbox.Timedout'),
    line('Runtime.ExitError'),
    line('Sandbox.Timedout', 'EXHAUSTED'),
    line('Sandbox.Timedout', 'LOST'),
    line('InfrastructureError', 'INFRASTRUCTURE'),
    '',
  ].join('\n');

  expect(countTimeouts(log)).toBe(2);
});

it('counts none in an empty log', () => expect(countTimeouts('')).toBe(0));
