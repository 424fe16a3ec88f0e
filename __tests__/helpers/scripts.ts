import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What every system has, and what the project itself brings. Neither npx nor what a script may find missing. */
const ORDINARY = [
  'bash',
  'basename',
  'cat',
  'cp',
  'dirname',
  'find',
  'mkdir',
  'mktemp',
  'rm',
  'timeout',
  'tr',
];

/** How a script ended: its exit code and all it printed. */
export interface ScriptEnd {
  code: number | null;
  printed: string;
}

/** A machine on which a script finds the ordinary tools, and of others only the stand-ins that it is given. */
export class BareMachine {
  readonly folder = mkdtempSync(join(tmpdir(), 'bare-machine-'));
  private readonly bin = join(this.folder, 'bin');

  constructor() {
    for (const name of ['bin', 'home', 'tmp', 'mirror']) mkdirSync(join(this.folder, name));
    for (const tool of ORDINARY) symlinkSync(pathOf(tool), join(this.bin, tool));
    symlinkSync(process.execPath, join(this.bin, 'node'));
  }

  /** Puts a stand-in for a tool on `PATH`: a bash script. */
  install(tool: string, script = 'exit 0'): this {
    const path = join(this.bin, tool);
    writeFileSync(path, `#!${pathOf('bash')}\n${script}\n`);
    chmodSync(path, 0o755);
    return this;
  }

  /** Puts a file that looks like this version of the AWS provider into the mirror, which is empty otherwise. */
  installProvider(version: string): this {
    const folder = join(this.folder, 'mirror/registry.example/hashicorp/aws', version, 'linux_amd64');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `terraform-provider-aws_v${version}`), '');
    return this;
  }

  /** Runs a script of the project to its end, 20 seconds at most. */
  run(script: string, args: string[] = [], variables: Record<string, string> = {}): ScriptEnd {
    const { status, stdout, stderr } = spawnSync(join(this.bin, 'bash'), [script, ...args], {
      env: {
        PATH: this.bin,
        HOME: join(this.folder, 'home'),
        TMPDIR: join(this.folder, 'tmp'),
        PILLARBOX_TF_MIRROR: join(this.folder, 'mirror'),
        ...variables,
      },
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { code: status, printed: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function pathOf(tool: string): string {
  return execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
}
