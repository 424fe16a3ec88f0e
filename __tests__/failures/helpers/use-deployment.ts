import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegionsFile } from '../../../config/schema/file';
import { Deployment } from '../../e2e/helpers/deployment';
import { captureEverywhere } from './capture-everywhere';
import { expectCompleted } from './expect-completed';

/** What a test file needs otherwise than `regions.json` beside the tests says. */
export type Changes = Pick<RegionsFile, 'defaults' | 'processing'>;

const USUAL = '__tests__/failures/regions.json';

/**
 * A deployment for the tests of one file. It has captured and processed once when they begin, so that code is loaded, and
 * every fault ends with its test.
 */
export function useDeployment(changes: Changes = {}): () => Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'pillarbox-failures-'));
  let deployment: Deployment | undefined;
  const running = () => {
    if (!deployment) throw new Error('the deployment has not started');
    return deployment;
  };
  beforeAll(async () => {
    deployment = await Deployment.start(true, writeConfig(folder, changes));
    await expectCompleted(deployment, await captureEverywhere(deployment, 1));
  });
  afterEach(() => deployment?.clearFaults());
  afterAll(async () => {
    await deployment?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return running;
}

function writeConfig(folder: string, { defaults, processing }: Changes): string {
  const usual = JSON.parse(readFileSync(USUAL, 'utf8')) as RegionsFile;
  const file = join(folder, 'regions.json');
  const changed: RegionsFile = {
    ...usual,
    defaults: { ...usual.defaults, ...defaults },
    processing: { ...usual.processing, ...processing },
  };
  writeFileSync(file, JSON.stringify(changed));
  return file;
}
