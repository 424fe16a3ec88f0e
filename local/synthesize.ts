import { spawn } from 'node:child_process';
import { join, relative, resolve } from 'node:path';

/** Raised when the app does not synthesize; the message is what it printed. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/** How to synthesize. */
export interface SynthesizeOptions {
  /** Folder that receives the synthesized app; it is created. */
  outdir: string;
  /** Configuration file. Default: `PILLARBOX_CONFIG`, else `regions.json`. */
  config?: string;
}

/** The project's folder: this file lies one below. */
const PROJECT = resolve(__dirname, '..');

/**
 * Synthesizes the app as for AWS, in a process of its own: the local cloud knows the Terraform JSON and never the stacks.
 * @throws SynthesisError with what the app printed, such as the faults of a configuration
 */
export async function synthesize({ outdir, config }: SynthesizeOptions): Promise<void> {
  const file = config ?? process.env.PILLARBOX_CONFIG;
  // Stacks for an AWS-compatible endpoint differ; these are for the local cloud, which goes by what AWS would get.
  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', join(PROJECT, 'main.ts')], {
    cwd: PROJECT,
    env: {
      ...environment,
      CDKTF_OUTDIR: outdir,
      ...(file ? { PILLARBOX_CONFIG: relative(PROJECT, resolve(file)) } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const collect = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const status = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (status !== 0) throw new SynthesisError(printed.trim() || `the app ended with status ${status}`);
}
