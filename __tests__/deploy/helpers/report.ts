import type { Deployment } from './deployment';
import type { MendUse } from './mend-use';
import { readStack } from './stack-json';
import type { Applied } from './types-table';

/** Compares the stacks with the states after a deploy, type by type. */
export async function appliedTypes({ project }: Deployment): Promise<Applied[]> {
  const synthesized = new Map<string, number>();
  const applied = new Map<string, number>();
  for (const stack of project.stacks()) {
    for (const [type, resources] of Object.entries(readStack(project, stack).resource)) {
      add(synthesized, type, Object.keys(resources).length);
    }
    const managed = (await project.state(stack)).filter((address) => !address.startsWith('data.'));
    for (const address of managed) add(applied, address.split('.')[0]!, 1);
  }
  return [...synthesized]
    .map(([type, count]) => ({ type, synthesized: count, applied: applied.get(type) ?? 0 }))
    .sort((a, b) => a.type.localeCompare(b.type));
}

/** What was mended, how often and why. */
export function mendLines(use: MendUse): string[] {
  return use.mends.map((mend) => `${String(use.of(mend)).padStart(5)} × ${mend.name}: ${mend.reason}`);
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
