import { beforeEnd, endingSignal } from '../../../lambdas/process/before-end';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';

it('work that is done before the end is answered', async () => {
  expect(await beforeEnd(Promise.resolve('done'), new AbortController().signal)).toBe('done');
});

it("fails with the work's own error when that comes first", async () => {
  const work = Promise.reject(new TypeError('mine'));

  await expect(beforeEnd(work, new AbortController().signal)).rejects.toThrow(TypeError);
});

it('fails as trouble of ours when the end comes first, or has come', async () => {
  const end = new AbortController();
  const never = new Promise(() => {});
  const waiting = expect(beforeEnd(never, end.signal)).rejects.toThrow(InfrastructureError);

  end.abort();

  await waiting;
  await expect(beforeEnd(never, end.signal)).rejects.toThrow(InfrastructureError);
});

it('the end comes half a second before that of the function, or at once', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout');

  endingSignal(7000);
  endingSignal(300);

  expect(timeout.mock.calls).toEqual([[6500], [0]]);
});
