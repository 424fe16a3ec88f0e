import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { FUNCTIONS, type FunctionId, functionFolder } from '../contracts/naming';
import { zipFile } from './zip';

const PROJECT = resolve(__dirname, '..');

/** A function's code, zipped and ready for Lambda. */
export interface Bundle {
  /** Absolute path of the zip, below a temporary folder. */
  path: string;
  /** SHA-256 of the zip, hexadecimal. */
  sha256: string;
}

/** The bundles of all functions, made once per synthesis whatever the number of regions. */
export class Bundles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'bundles-'));
  private readonly bundles = new Map<FunctionId, Bundle>();

  /** @param code JavaScript of each function */
  constructor(code: ReadonlyMap<FunctionId, Uint8Array>) {
    for (const [id, javascript] of code) this.bundles.set(id, this.write(id, javascript));
  }

  /** @throws Error when the function was not bundled */
  get(id: FunctionId): Bundle {
    const bundle = this.bundles.get(id);
    if (!bundle) throw new Error(`function ${id}: not bundled`);
    return bundle;
  }

  /** Removes the files; call it after the synthesis, which copies them. */
  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(id: FunctionId, javascript: Uint8Array): Bundle {
    const zip = zipFile('index.js', javascript);
    const folder = join(this.folder, id);
    const path = join(folder, 'function.zip');
    mkdirSync(folder);
    writeFileSync(path, zip);
    return { path, sha256: createHash('sha256').update(zip).digest('hex') };
  }
}

/**
 * Bundles the `handler.ts` of every function with everything it imports, the SDK included. One esbuild call
 * for all, because starting esbuild costs more than a bundle. The output holds no path of this machine.
 * @param processors folder of the user's processors, relative to the project; handlers import it as `#processors`
 */
export async function bundleFunctions(processors: string): Promise<Bundles> {
  const { outputFiles } = await build({
    absWorkingDir: PROJECT,
    entryPoints: FUNCTIONS.map((id) => ({ in: `./lambdas/${functionFolder(id)}/handler.ts`, out: id })),
    outdir: 'bundles',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // The SDK's ES modules can be shaken: a third less code, loaded in about half the time.
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    alias: { '#processors': `./${relative(PROJECT, resolve(PROJECT, processors))}/index.ts` },
    tsconfigRaw: { compilerOptions: { target: 'ES2022' } },
    logLevel: 'error',
  });
  const folder = join(PROJECT, 'bundles');
  return new Bundles(
    new Map(
      outputFiles.map(({ path, contents }) => [
        relative(folder, path).replace(/\.js$/, '') as FunctionId,
        contents,
      ]),
    ),
  );
}
