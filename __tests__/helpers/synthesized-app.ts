import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Terraform JSON of a stack in one region; sections can be added or replaced. */
export function stackJson(sections: Record<string, unknown> = {}): Record<string, unknown> {
  return { provider: { aws: [{ region: 'eu-west-1' }] }, ...sections };
}

/** Writes stacks as a synthesized app into a new folder and returns it. */
export function writeApp(stacks: Record<string, Record<string, unknown>>): string {
  const outdir = mkdtempSync(join(tmpdir(), 'pillarbox-test-app-'));
  const entries = Object.entries(stacks).map(([name, json]) => {
    const folder = join(outdir, 'stacks', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json));
    return [name, { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` }];
  });
  writeFileSync(
    join(outdir, 'manifest.json'),
    JSON.stringify({ version: '0.21.0', stacks: Object.fromEntries(entries) }),
  );
  return outdir;
}
