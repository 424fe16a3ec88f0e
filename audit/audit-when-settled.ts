import { type AuditReport, audit, isSound } from './audit';
import { type EndState, readEndState } from './end-state';
import type { Knowledge } from './knowledge';
import { readQueueCounts } from './read-queues';
import type { AuditTarget } from './target';

/** Between two looks at least, milliseconds. */
const PAUSE_MS = 100;

/** An end state and what the audit made of it. */
export interface SettledAudit {
  state: EndState;
  report: AuditReport;
}

/**
 * Audits once the capture queues are empty, and again while anything is amiss, for what is sound stays so and what is
 * not may still be on its way. When patience ends it audits whatever there is.
 *
 * @param know what is known, which may need a look at the end state
 * @param patienceMs longest wait for the end state, milliseconds; the last reading comes on top
 */
export async function auditWhenSettled(
  target: AuditTarget,
  know: (state: EndState) => Knowledge,
  patienceMs: number,
): Promise<SettledAudit> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const began = Date.now();
    if ((await isEmpty(target)) || began > deadline) {
      const state = await readEndState(target);
      const report = audit(target, state, know(state));
      if (isSound(report) || began > deadline) return { state, report };
    }
    // A look costs the deployment as much as it costs us.
    await sleep(Math.max(PAUSE_MS, Date.now() - began));
  }
}

async function isEmpty(target: AuditTarget): Promise<boolean> {
  const counts = await readQueueCounts(target);
  return counts.every(
    ({ queue, visible, delayed, inFlight }) => queue === 'error' || visible + delayed + inFlight === 0,
  );
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
