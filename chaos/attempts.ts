import type { EndState } from '../audit/end-state';
import type { StoredCapture } from './outcomes';
import type { MetEpisode } from './run-faults';

/**
 * Attempts beyond those that the payloads order, of captures that the processor itself concluded: what else counted
 * against them.
 */
export function surplusAttempts({ items }: EndState, stored: Map<string, StoredCapture>): number {
  let surplus = 0;
  for (const { id, status, error, attempts } of items) {
    const capture = stored.get(id);
    const byProcessor =
      status === 'COMPLETED' || (error as { name?: string } | undefined)?.name === 'RejectedError';
    if (capture && byProcessor) surplus += Number(attempts) - 1 - (capture.order.until ?? 0);
  }
  return surplus;
}

/**
 * How many attempts the faults have ended in the way that user code does: by the death of the Process function. Every other
 * trouble must count for nothing.
 */
export function deathsOfProcess(met: MetEpisode[]): number {
  return met.reduce((sum, { fault, hits }) => {
    const ofProcess = 'effect' in fault && 'kill' in fault.effect && fault.principal?.endsWith('-process');
    return ofProcess ? sum + hits : sum;
  }, 0);
}
