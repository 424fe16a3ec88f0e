import type { CaptureRecord } from '../../contracts/record';
import { CommandError, ExitCode } from '../exit-code';
import { recordReader } from '../find-capture';
import { formatRecord } from '../format-record';
import { follow } from './follow';
import type { Operation } from './operation';

/** Until when a capture is waited for. */
export interface Wait {
  /** Attempts with which the capture is exhausted. */
  attempts: number;
  waitSeconds: number;
}

/**
 * Follows a capture until it has ended or is exhausted, and shows its record.
 * @throws CommandError when it FAILED, or nothing of that has happened in time
 */
export async function waitForCapture(operation: Operation, id: string, wait: Wait): Promise<void> {
  const { target, output, clock } = operation;
  const readRecord = recordReader(target);
  const until = clock.now() + wait.waitSeconds * 1000;
  let told = '';
  const record = await follow({
    clock,
    goesOn: `the capture is processed all the same: npm run status -- ${id}`,
    ask: async () => {
      const seen = await readRecord(id);
      const progress = seen ? `${seen.status}, attempt ${seen.attempts}` : 'no record yet';
      if (progress !== told) output.note(progress);
      told = progress;
      if (seen && isSettled(seen, wait)) return seen;
      if (clock.now() < until) return undefined;
      throw new CommandError(
        ExitCode.Failed,
        `${id}: after ${wait.waitSeconds} s it is still so: ${progress}`,
      );
    },
  });
  for (const line of formatRecord(record)) output.out(line);
  if (record.status !== 'FAILED') return;
  throw new CommandError(
    ExitCode.Failed,
    `${id}: FAILED ${record.final ? 'for good' : 'again, attempts used up'}`,
  );
}

function isSettled({ status, final, attempts }: CaptureRecord, wait: Wait): boolean {
  return final === true || (status === 'FAILED' && attempts >= wait.attempts);
}
