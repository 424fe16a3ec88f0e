import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROJECT = resolve(__dirname, '..');
const NEEDED = [
  'apis',
  'config',
  'constructs',
  'contracts',
  'lambdas',
  'processors',
  'schemas',
  'stacks',
  'workflows',
  'main.ts',
  'regions.json',
  'tsconfig.json',
  'package.json',
];

const folder = mkdtempSync(join(tmpdir(), 'main-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A clone, as far as a synthesis needs it. */
function clone(name: string, from = PROJECT): string {
  const target = join(folder, name);
  mkdirSync(target);
  for (const entry of NEEDED) cpSync(join(from, entry), join(target, entry), { recursive: true });
  symlinkSync(join(PROJECT, 'node_modules'), join(target, 'node_modules'));
  return target;
}

/** SHA-256 of every file that a synthesis writes, by its path. */
function synthesize(cwd: string, env: Record<string, string>): Record<string, string> {
  const outdir = join(cwd, 'out');
  execFileSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CDKTF_OUTDIR: outdir, ...env },
  });
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [path.slice(outdir.length), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

it('writes the same bytes from clones in different folders and time zones', () => {
  const first = clone('a');
  const second = clone('another-and-longer', first);

  const here = synthesize(first, { TZ: 'UTC' });
  const there = synthesize(second, { TZ: 'Pacific/Kiritimati' });

  expect(there).toEqual(here);
  expect(Object.keys(here).filter((path) => path.endsWith('cdk.tf.json'))).toHaveLength(4);
  expect(Object.keys(here).filter((path) => path.endsWith('function.zip'))).toHaveLength(21);
});

it('fails for a faulty configuration with its faults, and no stack trace', () => {
  const faulty = join(folder, 'faulty.json');
  writeFileSync(faulty, JSON.stringify({ name: 'X', central: { region: 'nowhere' }, ingest: [] }));

  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: PROJECT,
    encoding: 'utf8',
    env: { ...process.env, PILLARBOX_CONFIG: faulty, CDKTF_OUTDIR: join(folder, 'never') },
  });

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([
    `${faulty}: 3 faults`,
    expect.stringContaining('name: '),
    expect.stringContaining('central.region: '),
    expect.stringContaining('ingest: '),
  ]);
});

it('fails for a folder of processors that is not there like for any other fault', () => {
  const faulty = join(folder, 'nowhere.json');
  const configuration = {
    name: 'main',
    central: { region: 'eu-west-1' },
    processing: { processors: 'nowhere' },
    ingest: [{ region: 'eu-west-2' }],
  };
  writeFileSync(faulty, JSON.stringify(configuration));

  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'main.ts'], {
    cwd: PROJECT,
    encoding: 'utf8',
    env: { ...process.env, PILLARBOX_CONFIG: faulty, CDKTF_OUTDIR: join(folder, 'never') },
  });

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toEqual([
    `${faulty}: 1 fault`,
    '  processing.processors: received "nowhere", allowed is a folder with index.ts',
  ]);
});
