import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until there is an answer. @throws Error after ten seconds */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error('it did not happen within 10 s');
    await wait(50);
  }
}
