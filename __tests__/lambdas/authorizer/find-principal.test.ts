import { timingSafeEqual } from 'node:crypto';
import { hashToken } from '../../../contracts/tokens';
import { findPrincipal } from '../../../lambdas/authorizer/find-principal';

jest.mock('node:crypto', () => {
  const crypto = jest.requireActual('node:crypto');
  return { ...crypto, timingSafeEqual: jest.fn(crypto.timingSafeEqual) };
});

const tokens = ['a', 'b', 'c'].map((token) => ({
  digest: Buffer.from(hashToken(token), 'hex'),
  principal: `principal-${token}`,
}));

it.each(['a', 'b', 'c', 'unknown'])(
  'every entry is compared in constant time, whichever matches: %s',
  (token) => {
    jest.mocked(timingSafeEqual).mockClear();

    findPrincipal(hashToken(token), tokens);

    expect(timingSafeEqual).toHaveBeenCalledTimes(3);
  },
);

it('the entry that matches names the principal', () => {
  expect(findPrincipal(hashToken('b'), tokens)).toBe('principal-b');
  expect(findPrincipal(hashToken('unknown'), tokens)).toBeUndefined();
});
