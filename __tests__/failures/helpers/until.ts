/** Between two questions, milliseconds. */
const PAUSE_MS = 50;

/**
 * Asks until there is an answer. The bound is for tests that fail, and generous: what they wait for may take a machine
 * that is busy much longer than one that is not.
 * @param seconds the bound, default 100: below jest's time-out of a test
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  seconds = 100,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`gave up waiting for ${what} after ${seconds} s`);
}
