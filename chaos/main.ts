import { loadSettings } from '../config/load';
import { startChild } from '../local/start-child';
import { type ChaosOptions, makeProgram } from './options';
import { formatResult, isSuccess } from './report';
import { runChaos } from './run-chaos';

// The SDK warns about Node 20; that is not what is tried here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const CONFIG = 'chaos/regions.json';
/** A lane that met trouble has stopped: the next one must not be far. */
const SCHEDULE_SECONDS = '1.5';

async function chaos(options: ChaosOptions): Promise<void> {
  const settings = loadSettings(CONFIG);
  const cloud = await startChild(CONFIG, '--schedule-seconds', SCHEDULE_SECONDS);
  try {
    const result = await runChaos({ endpoint: cloud.endpoint, settings }, options);
    console.log(`\n${formatResult(result)}`);
    if (!isSuccess(result)) fail('the end state is not what was promised');
  } finally {
    await cloud.stop();
  }
}

function fail(why: string): void {
  console.error(`FAILED: ${why}`);
  process.exitCode = 1;
}

makeProgram(chaos)
  .parseAsync()
  .catch((error: Error) => {
    fail(error.message);
    // Clients may still be trying.
    process.exit();
  });
