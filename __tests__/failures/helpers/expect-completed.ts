import { readItems } from '../../../audit/read-items';
import type { CaptureRecord } from '../../../contracts/record';
import type { Deployment } from '../../e2e/helpers/deployment';
import { REGIONS } from './capture-everywhere';
import { until } from './until';

/** The record once nothing more can happen to the capture. @param seconds longest wait, default 100 */
export function terminalRecord(deployment: Deployment, id: string, seconds?: number): Promise<CaptureRecord> {
  return until(
    `the end of ${id}`,
    async () => {
      const record = await deployment.record(id);
      return record?.final ? record : undefined;
    },
    seconds,
  );
}

/** How often a function logged this message, by capture. */
async function countByCapture(
  deployment: Deployment,
  functionId: string,
  message: string,
): Promise<(id: string) => number> {
  const counts = new Map<unknown, number>();
  for (const line of await deployment.logs(functionId)) {
    if (line.message === message) counts.set(line.id, (counts.get(line.id) ?? 0) + 1);
  }
  return (id) => counts.get(id) ?? 0;
}

/** How captures are to have ended. */
export interface End {
  status: CaptureRecord['status'];
  attempts: number;
  /** Executions of each that the test cut off without anybody saying so. @default 0 */
  interruptions?: number;
}

/**
 * Insists on the records of captures that have ended, and that user code was called once an attempt. Only trouble of ours
 * that a lane has logged, such as the time-out of an execution on a busy machine, or that the test has made may have had it
 * called again.
 */
export async function expectEnds(
  deployment: Deployment,
  ids: string[],
  { status, attempts, interruptions = 0 }: End,
): Promise<void> {
  const items = new Map((await readItems(deployment.auditTarget, 1000)).map((item) => [item.id, item]));
  const found = ids.map((id) => ({ id, status: items.get(id)?.status, attempts: items.get(id)?.attempts }));
  expect(found.filter((record) => record.status !== status || record.attempts !== attempts)).toEqual([]);
  const calls = await countByCapture(deployment, 'process', 'processor called');
  const troubles = await countByCapture(deployment, 'drain-lane', 'infrastructure error');
  const seen = ids.map((id) => ({ id, calls: calls(id), most: attempts + troubles(id) + interruptions }));
  expect(seen.filter(({ calls, most }) => calls < attempts || calls > most)).toEqual([]);
}

/** Waits until captures have ended and insists: COMPLETED in one attempt, nothing in any error queue. */
export async function expectCompleted(
  deployment: Deployment,
  ids: string[],
  { interruptions }: Pick<End, 'interruptions'> = {},
): Promise<void> {
  for (const id of ids) await terminalRecord(deployment, id);
  await expectEnds(deployment, ids, { status: 'COMPLETED', attempts: 1, interruptions });
  for (const region of REGIONS) expect(await deployment.queueCounts(region, 'error')).toEqual([0, 0, 0]);
}
