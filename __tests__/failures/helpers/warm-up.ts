import type { Deployment } from '../../e2e/helpers/deployment';

/** The one call of each function at which two executions are made to meet. */
const MEETING_PLACES = [
  { action: 'dynamodb:UpdateItem', principal: '*-claim' },
  { action: 's3:GetObject', principal: '*-process' },
];

/**
 * Brings the functions into being, two environments each of Claim and Process: two executions can then do the same at the
 * same time without one having to wait for the code of the other to load.
 */
export async function warmUp(deployment: Deployment, region: string): Promise<void> {
  const faults: string[] = [];
  for (const place of MEETING_PLACES)
    faults.push(await deployment.fault({ ...place, effect: { hold: true } }));
  const ids = [await deployment.capture(region, 'one'), await deployment.capture(region, 'another')];
  for (const fault of faults) {
    await deployment.untilFault(fault, ({ waiting }) => waiting === 2);
    await deployment.removeFault(fault);
  }
  for (const id of ids) await deployment.terminal(id);
  await deployment.recordWhen(
    await deployment.capture(region, '{"end":"throw","until":1}'),
    ({ final }) => final === true,
  );
}
