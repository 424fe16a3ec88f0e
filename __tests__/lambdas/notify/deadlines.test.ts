import { notifyDeadlines } from '../../../lambdas/notify/deadlines';

it('half of the time is for the first of two equal messages; a post begins with time for itself and its note', () => {
  expect(notifyDeadlines(1_000_000, 10_000)).toEqual({
    wait: 1_005_000,
    begin: 1_006_000,
    post: 1_008_000,
    note: 1_009_500,
  });
});
