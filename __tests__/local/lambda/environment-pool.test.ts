import type { Environment } from '../../../local/lambda/environment';
import { EnvironmentPool, IDLE_MS, PATIENCE_MS } from '../../../local/lambda/environment-pool';

/** A pool whose environments answer when the test says so. */
function setUp() {
  const live = new Set<object>();
  const answers: (() => void)[] = [];
  const pool = new EnvironmentPool({ name: 'fn' }, ({ onReady, onEnd }) => {
    const environment = {
      invoke: () =>
        new Promise((resolve) => {
          answers.push(() => resolve({ result: '1' }));
          onReady();
        }),
      terminate: async () => {
        live.delete(environment);
        onEnd();
      },
    };
    live.add(environment);
    return environment as unknown as Environment;
  });
  const answerAll = () => {
    for (const answer of answers.splice(0)) answer();
  };
  return { pool, live, answerAll };
}

describe('the environments of a function', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('end after a minute without work, but for one', async () => {
    const { pool, live, answerAll } = setUp();
    const invocations = [1, 2, 3].map((id) => pool.invoke(String(id), '{}'));
    await jest.advanceTimersByTimeAsync(10 * PATIENCE_MS);
    expect(live.size).toBe(3);
    answerAll();
    await Promise.all(invocations);
    await jest.advanceTimersByTimeAsync(IDLE_MS - 1);
    expect(live.size).toBe(3);
    await jest.advanceTimersByTimeAsync(1);
    expect(live.size).toBe(1);
    const again = pool.invoke('4', '{}');
    await jest.advanceTimersByTimeAsync(0);
    answerAll();
    expect(await again).toEqual({ result: '1' });
    await pool.terminate();
    expect([live.size, jest.getTimerCount()]).toEqual([0, 0]);
  });
});
