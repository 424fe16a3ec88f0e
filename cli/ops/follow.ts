import { CommandError, ExitCode } from '../exit-code';
import type { Clock } from './clock';

/** How often AWS is asked how far something is, milliseconds. */
const POLL_MS = 1000;

/** What is followed until it ends. */
export interface Followed<T> {
  clock: Clock;
  /** Asks how it stands; undefined while it goes on. */
  ask: () => Promise<T | undefined>;
  /** What a person is told who breaks off: that it goes on without them. */
  goesOn: string;
}

/**
 * Asks every second until there is an answer. Ctrl-C ends the asking only.
 * @throws CommandError when it was broken off
 */
export async function follow<T>({ clock, ask, goesOn }: Followed<T>): Promise<T> {
  const interrupt = new AbortController();
  const onInterrupt = () => interrupt.abort();
  process.once('SIGINT', onInterrupt);
  try {
    for (;;) {
      const answer = await ask();
      if (answer !== undefined) return answer;
      await clock.sleep(POLL_MS, interrupt.signal);
    }
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw new CommandError(ExitCode.Failed, `broken off; ${goesOn}`, { cause: error });
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
