import { Decisions, MAX_DECISIONS } from '../../../local/iam/decisions';

const DENIAL = 'because no identity-based policy allows it';

describe('decisions', () => {
  it('are made once, whether they allow or deny, until they are forgotten', () => {
    const decisions = new Decisions();
    const allow = jest.fn(() => undefined);
    const deny = jest.fn(() => DENIAL as typeof DENIAL);

    for (let round = 0; round < 2; round += 1) {
      expect([decisions.of('a', allow), decisions.of('b', deny)]).toEqual([undefined, DENIAL]);
    }
    expect([allow.mock.calls.length, deny.mock.calls.length]).toEqual([1, 1]);
    decisions.forget();
    decisions.of('a', allow);

    expect(allow).toHaveBeenCalledTimes(2);
  });

  it('are never more than the memory is meant to hold', () => {
    const decisions = new Decisions();

    for (let n = 0; n < MAX_DECISIONS; n += 1) decisions.of(String(n), () => undefined);
    expect(decisions.size).toBe(MAX_DECISIONS);
    decisions.of('one more', () => undefined);

    expect(decisions.size).toBeLessThanOrEqual(MAX_DECISIONS);
  });
});
