import { ConfigurationError, loadSettings } from './config/load';
import { JobSchemaError } from './config/job-schema';
import type { Settings } from './config/settings';
import { bundleFunctions } from './constructs/bundle';

/** Writes every stack of the deployment as Terraform JSON. */
async function synthesize(settings: Settings): Promise<void> {
  // esbuild works in a process of its own while this one loads CDKTF: a quarter of the time.
  const [bundles, { PillarboxApp }] = await Promise.all([
    bundleFunctions(settings.processing.processors),
    import('./stacks/pillarbox-app'),
  ]);
  try {
    new PillarboxApp({ settings, bundles }).synth();
  } finally {
    bundles.dispose();
  }
}

async function main(): Promise<void> {
  try {
    await synthesize(loadSettings());
  } catch (error) {
    if (!(error instanceof ConfigurationError || error instanceof JobSchemaError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

void main();
