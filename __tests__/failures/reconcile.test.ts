import { Deployment } from '../e2e/helpers/deployment';
import {
  holdOff,
  letGo,
  loseMessages,
  processorCalls,
  reconcile,
  recordsOf,
} from '../e2e/helpers/reconciling';
import { expectSound } from '../helpers/expect-sound';

const region = 'eu-west-2';
const CAPTURES = 2000;
const LOST = 100;
/** Clients that post at the same time. */
const CLIENTS = 10;
const COMPLETION_MS = 240_000;

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(() => deployment.stop());

async function captureAll(): Promise<void> {
  let sent = 0;
  const capture = () => {
    sent += 1;
    return deployment.capture(region, JSON.stringify({ n: sent }));
  };
  // The first one alone: a busy machine would start an authorizer for each of the clients.
  await capture();
  const client = async () => {
    while (sent < CAPTURES) await capture();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** Waits until so many captures of the region are COMPLETED and its queue is empty, as long as a busy machine may take. */
async function completed(count: number): Promise<void> {
  const deadline = Date.now() + COMPLETION_MS;
  let reached = 0;
  while (Date.now() < deadline) {
    const waiting = await deployment.queueCounts(region, 'capture');
    if (waiting.every((messages) => messages === 0)) {
      const records = await recordsOf(deployment, region);
      reached = records.filter(({ status }) => status === 'COMPLETED').length;
      if (reached === count) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${reached} captures are COMPLETED, expected ${count}`);
}

/** Captures of which a lane could not tell how they ended: user code may have run again for these, in the same attempt. */
async function interruptedCaptures(): Promise<Set<unknown>> {
  const lines = await deployment.logs('drain-lane');
  return new Set(lines.filter(({ message }) => message === 'infrastructure error').map(({ id }) => id));
}

it('of 2,000 captures 100 lose their messages: reconcile puts these 100 back, all are completed, none twice', async () => {
  await holdOff(deployment, region);
  await captureAll();
  await loseMessages(deployment, region, LOST);
  await letGo(deployment);
  await completed(CAPTURES - LOST);

  const report = await reconcile(deployment, { region });
  await completed(CAPTURES);
  const again = await reconcile(deployment, { region });

  expect(report).toEqual({ region, examined: CAPTURES, putBack: LOST, exhausted: 0 });
  expect(again).toEqual({ region, examined: CAPTURES, putBack: 0, exhausted: 0 });
  const records = await recordsOf(deployment, region);
  expect(records).toHaveLength(CAPTURES);
  expect(records.filter(({ attempts }) => attempts !== 1)).toEqual([]);
  const calls = await processorCalls(deployment);
  expect(calls.size).toBe(CAPTURES);
  const interrupted = await interruptedCaptures();
  expect([...calls].filter(([id, count]) => count !== 1 && !interrupted.has(id))).toEqual([]);
  await expectSound(deployment);
}, 600_000);
