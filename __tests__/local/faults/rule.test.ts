import type { GatedCall } from '../../../local/core/gate';
import type { RuleFault } from '../../../local/faults/fault';
import { Rule } from '../../../local/faults/rule';

const ROLE = 'arn:aws:iam::000000000000:role/e2e-drain-lane';
const call = (more: Partial<GatedCall> = {}): GatedCall => ({
  region: 'eu-west-2',
  service: 'sqs',
  action: 'sqs:DeleteMessage',
  resource: 'arn:aws:sqs:eu-west-2:000000000000:e2e-captures',
  caller: { principal: ROLE },
  ...more,
});
const rule = (more: Partial<RuleFault> = {}) =>
  new Rule('r', { action: 'sqs:DeleteMessage', effect: { hold: true }, ...more });
/** Which of so many equal calls are met: 1 or 0 each. */
const met = (of: Rule, calls: number) =>
  Array.from({ length: calls }, () => Number(of.meets(call()))).join('');

describe('a rule meets a call', () => {
  it.each([
    [{}],
    [{ action: 'SQS:deletemessage' }],
    [{ action: 'sqs:*' }],
    [{ action: '*' }],
    [{ resource: 'arn:aws:sqs:*:e2e-captures' }],
    [{ resource: '*e2e-capture?' }],
    [{ region: 'eu-west-2' }],
    [{ principal: ROLE }],
    [{ principal: '*drain*' }],
  ])('that everything given matches: %j', (more) => {
    expect(rule(more).meets(call())).toBe(true);
  });

  it.each([
    [{ action: 'sqs:Delete' }],
    [{ action: 'sqs:SendMessage' }],
    [{ resource: 'e2e-captures' }],
    [{ resource: '*e2e-captures-errors' }],
    [{ region: 'eu-west-1' }],
    [{ principal: 's3.amazonaws.com' }],
    [{ region: 'eu-west-2', principal: '*plan*' }],
  ])('but not one that something does not match: %j', (more) => {
    const other = rule(more);
    expect(other.meets(call())).toBe(false);
    expect(other.state.hits).toBe(0);
  });

  it('of a function, where it kills the caller’s own environment', () => {
    const killing = rule({ effect: { kill: 'before' } });
    const caller = { principal: ROLE, environmentId: 'e' };
    expect([killing.meets(call()), killing.meets(call({ caller }))]).toEqual([false, true]);
    expect(rule({ effect: { kill: 'before', function: 'f' } }).meets(call())).toBe(true);
  });
});

describe('how often', () => {
  it('every time unless told otherwise', () => {
    expect(met(rule(), 4)).toBe('1111');
  });

  it('after those that it skips, and as often as it says', () => {
    const some = rule({ skip: 2, times: 3 });
    expect(met(some, 8)).toBe('00111000');
    expect(some.state).toMatchObject({ hits: 3, waiting: 0 });
  });

  it('calls that it does not match are not counted', () => {
    const second = rule({ skip: 1, times: 1 });
    second.meets(call({ region: 'eu-west-1', action: 'sqs:SendMessage' }));
    expect(met(second, 3)).toBe('010');
  });

  it('by chance, the same calls for the same seed', () => {
    const drawn = (seed: number) => met(rule({ probability: 0.3, seed }), 1000);
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
    // Three standard deviations of 1000 draws around 300.
    const hits = drawn(1).replaceAll('0', '').length;
    expect(hits).toBeGreaterThan(256);
    expect(hits).toBeLessThan(344);
  });

  it('with probability 1 always', () => {
    expect(met(rule({ probability: 1, seed: 5 }), 100)).toBe('1'.repeat(100));
  });

  it('never again after its end', () => {
    const ended = rule();
    ended.end();
    expect(met(ended, 1)).toBe('0');
  });
});
