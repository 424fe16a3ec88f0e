import { auditWhenSettled } from '../audit/audit-when-settled';
import { auditTargetOf } from '../audit/target';
import { loadSettings } from '../config/load';
import { startChild } from '../local/start-child';
import { deathsOfProcess, surplusAttempts } from './attempts';
import { type ChaosOptions, makeProgram } from './options';
import { poisonIn, rejectedIn, storedCaptures, unexpectedOutcomes } from './outcomes';
import { planCaptures } from './plan-captures';
import { planFaults } from './plan-faults';
import { type ChaosResult, formatResult, isSuccess } from './report';
import { runFaults } from './run-faults';
import { sendCaptures } from './send-captures';
import { until } from './until';

// The SDK warns about Node 20; that is not what is tried here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const CONFIG = 'chaos/regions.json';
const ACCOUNT = '000000000000';
const SCHEDULE_SECONDS = '1.5';
/** Longest wait for the end state: three minutes for the waits, and so long for each capture, ms. */
const PATIENCE_MS = 180_000;
const PATIENCE_PER_CAPTURE_MS = 20;

async function chaos(options: ChaosOptions): Promise<void> {
  const cloud = await startChild(CONFIG, '--schedule-seconds', SCHEDULE_SECONDS);
  try {
    const result = await run(cloud.endpoint, options);
    console.log(`\n${formatResult(result)}`);
    if (!isSuccess(result)) fail('the end state is not what was promised');
  } finally {
    await cloud.stop();
  }
}

async function run(endpoint: string, options: ChaosOptions): Promise<ChaosResult> {
  const { captures, seed, clients, faultSeconds } = options;
  const settings = loadSettings(CONFIG);
  const regions = settings.ingest.map(({ region }) => region);
  const { leaseSeconds, expressTimeoutSeconds } = settings.processing;
  const lengthMs = faultSeconds * 1000;
  const patienceMs = PATIENCE_MS + captures * PATIENCE_PER_CAPTURE_MS;
  const plan = planCaptures({ captures, clients, regions: regions.length, seed, lengthMs });
  const episodes = planFaults({ seed, lengthMs, name: settings.name, ingest: regions, leaseSeconds });
  console.log(
    `seed ${seed}: ${captures} captures by ${clients} clients, ${episodes.length} faults in ${faultSeconds} s`,
  );

  const startedAt = Date.now();
  const giveUpAt = startedAt + lengthMs + patienceMs;
  const sending = sendCaptures(plan, { endpoint, regions, clients, seed, startedAt, giveUpAt });
  const met = await runFaults(endpoint, episodes, startedAt);
  const liftedAt = Date.now();
  const sent = await sending;
  console.log(`all faults are lifted, ${sent.accepted.length} captures accepted; waiting for the end state`);
  // What runs now can write as long as its execution may: nothing may come after the audit.
  await until(liftedAt + expressTimeoutSeconds * 1000);
  const { state, report } = await auditWhenSettled(
    auditTargetOf(settings, ACCOUNT, endpoint),
    (seen) => {
      const stored = storedCaptures(seen, sent.planned);
      return { accepted: sent.accepted, poison: poisonIn(stored), rejected: rejectedIn(stored) };
    },
    patienceMs,
  );
  const stored = storedCaptures(state, sent.planned);
  return {
    ...{ met, sent, state, report, poison: poisonIn(stored) },
    unexpected: [...unexpectedOutcomes(state, stored)],
    surplus: {
      attempts: surplusAttempts(state, stored),
      allowed: deathsOfProcess(met),
    },
    seconds: { faults: (liftedAt - startedAt) / 1000, settling: (Date.now() - liftedAt) / 1000 },
  };
}

function fail(why: string): void {
  console.error(`FAILED: ${why}`);
  process.exitCode = 1;
}

makeProgram(chaos)
  .parseAsync()
  .catch((error: Error) => fail(error.message));
