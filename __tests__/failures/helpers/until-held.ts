import type { Deployment } from '../../e2e/helpers/deployment';
import { until } from './until';

/** Waits until a fault keeps one call waiting. */
export async function untilHeld(deployment: Deployment, faultId: string): Promise<void> {
  await until(
    `a call that ${faultId} holds`,
    () => deployment.faultState(faultId).waiting === 1 || undefined,
  );
}
