import type { Deployment } from '../../e2e/helpers/deployment';
import { until } from './until';

/** Waits until nothing is visible, delayed or in flight in a region's capture queue. */
export async function drained(deployment: Deployment, region: string, seconds?: number): Promise<void> {
  const isEmpty = async () => {
    const counts = await deployment.queueCounts(region, 'capture');
    return counts.every((count) => count === 0) || undefined;
  };
  await until(`an empty capture queue in ${region}`, isEmpty, seconds);
}
