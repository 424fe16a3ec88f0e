import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment } from './deployment';
import type { StackJson } from './scratch-stack';

/** Resources of one type: how many the stacks have, and how many Terraform made. */
export interface Applied {
  type: string;
  synthesized: number;
  applied: number;
}

/** Compares the stacks with the states after a deploy, type by type. */
export async function appliedTypes({ project }: Deployment): Promise<Applied[]> {
  const synthesized = new Map<string, number>();
  const applied = new Map<string, number>();
  for (const stack of project.stacks()) {
    const json = JSON.parse(
      readFileSync(join(project.stackFolder(stack), 'cdk.tf.json'), 'utf8'),
    ) as StackJson;
    for (const [type, resources] of Object.entries(json.resource)) {
      add(synthesized, type, Object.keys(resources).length);
    }
    const managed = (await project.state(stack)).filter((address) => !address.startsWith('data.'));
    for (const address of managed) add(applied, address.split('.')[0]!, 1);
  }
  return [...synthesized]
    .map(([type, count]) => ({ type, synthesized: count, applied: applied.get(type) ?? 0 }))
    .sort((a, b) => a.type.localeCompare(b.type));
}

/** The table that a run ends with. */
export function typesTable(types: Applied[]): string[] {
  const whole = types.filter(({ synthesized, applied }) => synthesized === applied).length;
  return [
    ...types.map(({ type, synthesized, applied }) => `${type.padEnd(52)} ${applied} of ${synthesized}`),
    `${'resource types applied'.padEnd(52)} ${whole} of ${types.length}`,
  ];
}

/** What was mended, how often and why. */
export function mendLines(
  mends: { name: string; reason: string }[],
  used: ReadonlyMap<string, number>,
): string[] {
  return mends.map(({ name, reason }) => `${String(used.get(name) ?? 0).padStart(5)} × ${name}: ${reason}`);
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
