import { isSound } from '../../audit/audit';
import { auditWhenSettled } from '../../audit/audit-when-settled';
import type { AcceptedCapture, Knowledge } from '../../audit/knowledge';
import { formatReport } from '../../audit/report';
import type { AuditTarget } from '../../audit/target';

/** A deployment that knows what it was sent. */
export interface AuditedDeployment {
  auditTarget: AuditTarget;
  accepted: AcceptedCapture[];
}

/** Longest wait for the end state, ms; below jest's time-out of a test. */
const PATIENCE_MS = 20_000;

/**
 * Asks the independent checker: everything that was accepted was processed, once. Poison, which ends in an error queue,
 * what is rejected, and what the test did on purpose must be named.
 */
export async function expectSound(
  { auditTarget, accepted }: AuditedDeployment,
  { poison = [], rejected, expected }: Partial<Omit<Knowledge, 'accepted'>> = {},
): Promise<void> {
  const { report } = await auditWhenSettled(
    auditTarget,
    () => ({ accepted, poison, rejected, expected }),
    PATIENCE_MS,
  );
  if (!isSound(report)) throw new Error(`the end state is not sound\n${formatReport(report)}`);
}
