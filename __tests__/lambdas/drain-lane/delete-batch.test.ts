import { DeleteBatch } from '../../../lambdas/drain-lane/delete-batch';
import { ManualClock } from '../../helpers/manual-clock';

it('is closed only when the deletes under way have ended', async () => {
  const order: string[] = [];
  let answer = () => {};
  const deletes = new DeleteBatch({
    clock: new ManualClock(),
    waitMs: 100,
    deleteBatch: (handles) =>
      new Promise((resolve) => {
        answer = () => resolve({ deleted: handles.length, refused: [] });
      }),
    onDeleted: ({ deleted }) => order.push(`deleted ${deleted}`),
    onFailure: () => order.push('failed'),
  });
  for (let n = 0; n < 10; n += 1) deletes.add(`message-${n}`);

  const closed = deletes.close().then(() => order.push('closed'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual([]);
  answer();
  await closed;

  expect(order).toEqual(['deleted 10', 'closed']);
});

it('is closed although a delete fails, and says so', async () => {
  const failures: unknown[] = [];
  const away = new Error('region away');
  const deletes = new DeleteBatch({
    clock: new ManualClock(),
    waitMs: 100,
    deleteBatch: () => Promise.reject(away),
    onDeleted: () => {},
    onFailure: (error) => failures.push(error),
  });
  deletes.add('message');

  await deletes.close();

  expect(failures).toEqual([away]);
});
