import { backoffSeconds } from '../../contracts/backoff';

it.each([
  [1, 10],
  [2, 20],
  [3, 40],
  [7, 640],
  [8, 900],
  [1000, 900],
])('after %d failures a message waits %d s', (failures, seconds) => {
  expect(backoffSeconds({ retryBaseSeconds: 10, retryMaxSeconds: 900 }, failures)).toBe(seconds);
});

it('what has never failed waits as long as after its first failure', () => {
  expect(backoffSeconds({ retryBaseSeconds: 10, retryMaxSeconds: 900 }, 0)).toBe(10);
});
