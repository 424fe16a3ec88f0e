import { auditWhenSettled } from '../audit/audit-when-settled';
import { auditTargetOf } from '../audit/target';
import type { Settings } from '../config/settings';
import { deathsOfProcess, surplusAttempts } from './attempts';
import type { ChaosOptions } from './options';
import { poisonIn, rejectedIn, storedCaptures, unexpectedOutcomes } from './outcomes';
import { planCaptures } from './plan-captures';
import { planFaults } from './plan-faults';
import type { ChaosResult } from './report';
import { type MetEpisode, runFaults } from './run-faults';
import { type Sent, sendCaptures } from './send-captures';
import { timeoutsOfProcess } from './timeouts';
import { until } from './until';

const ACCOUNT = '000000000000';
/** Longest wait for the end state: three minutes for the waits, and so long for each capture, ms. */
const PATIENCE_MS = 180_000;
const PATIENCE_PER_CAPTURE_MS = 60;

/** A local cloud that serves the configuration with these settings. */
export interface ChaosTarget {
  endpoint: string;
  settings: Settings;
}

/** Sends captures while faults come and go, waits until all is settled, and finds out what became of them. */
export async function runChaos(target: ChaosTarget, options: ChaosOptions): Promise<ChaosResult> {
  const patienceMs = PATIENCE_MS + options.captures * PATIENCE_PER_CAPTURE_MS;
  const startedAt = Date.now();
  const { met, sent, liftedAt } = await underFaults(target, options, startedAt, patienceMs);
  console.log(`all faults are lifted, ${sent.accepted.length} captures accepted; waiting for the end state`);
  // What runs now can write as long as its execution may: nothing may come after the audit.
  await until(liftedAt + target.settings.processing.expressTimeoutSeconds * 1000);
  return {
    ...(await judge(target, sent, met, patienceMs)),
    ...{ met, sent },
    seconds: { faults: (liftedAt - startedAt) / 1000, settling: (Date.now() - liftedAt) / 1000 },
  };
}

/** What was met and sent, and when the last fault was lifted, epoch ms. */
async function underFaults(
  { endpoint, settings }: ChaosTarget,
  { captures, seed, clients, faultSeconds }: ChaosOptions,
  startedAt: number,
  patienceMs: number,
): Promise<{ met: MetEpisode[]; sent: Sent; liftedAt: number }> {
  const regions = settings.ingest.map(({ region }) => region);
  const lengthMs = faultSeconds * 1000;
  const { leaseSeconds } = settings.processing;
  const plan = planCaptures({ captures, clients, regions: regions.length, seed, lengthMs });
  const episodes = planFaults({ seed, lengthMs, name: settings.name, ingest: regions, leaseSeconds });
  console.log(
    `seed ${seed}: ${captures} captures by ${clients} clients, ${episodes.length} faults in ${faultSeconds} s`,
  );
  const giveUpAt = startedAt + lengthMs + patienceMs;
  const [lifted, sent] = await Promise.all([
    runFaults(endpoint, episodes, startedAt).then((met) => ({ met, liftedAt: Date.now() })),
    sendCaptures(plan, { endpoint, regions, clients, seed, startedAt, giveUpAt }),
  ]);
  return { ...lifted, sent };
}

async function judge(
  { endpoint, settings }: ChaosTarget,
  { accepted, planned }: Sent,
  met: MetEpisode[],
  patienceMs: number,
): Promise<Omit<ChaosResult, 'met' | 'sent' | 'seconds'>> {
  const { state, report } = await auditWhenSettled(
    auditTargetOf(settings, ACCOUNT, endpoint),
    (seen) => {
      const stored = storedCaptures(seen, planned);
      return { accepted, poison: poisonIn(stored), rejected: rejectedIn(stored) };
    },
    patienceMs,
  );
  const stored = storedCaptures(state, planned);
  return {
    ...{ state, report, poison: poisonIn(stored) },
    unexpected: [...unexpectedOutcomes(state, stored)],
    surplus: {
      attempts: surplusAttempts(state, stored),
      allowed: deathsOfProcess(met) + (await timeoutsOfProcess({ endpoint, settings })),
    },
  };
}
