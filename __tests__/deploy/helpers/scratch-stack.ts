import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from './project';
import { type Arguments, readStack, type StackJson } from './stack-json';

/** A resource of a stack: its address, and its arguments to be changed. */
export interface Found {
  address: string;
  args: Arguments;
}

/** The one resource of a type in a stack, or the one that has this name. @throws Error when there is not exactly one */
export function findResource({ resource }: StackJson, type: string, name?: string): Found {
  const found = Object.entries(resource[type] ?? {}).filter(
    ([, args]) => !name || (args.name ?? args.function_name) === name,
  );
  const [id, args] = found[0] ?? [];
  if (found.length !== 1 || !id || !args) throw new Error(`${found.length} ${type} ${name ?? ''}, not one`);
  return { address: `${type}.${id}`, args };
}

/**
 * A changed copy of a synthesized stack in a folder of its own, ready for Terraform, with a state of its own.
 * @param change edits the copy
 * @param state initial state as Terraform keeps it; none by default
 */
export async function scratchStack(
  project: Project,
  stack: string,
  change: (json: StackJson) => void,
  state?: object,
): Promise<{ folder: string; remove: () => void }> {
  const json = readStack(project, stack);
  delete json.terraform.backend;
  // They would refer to resources that a copy may lack.
  delete json.output;
  change(json);
  const folder = mkdtempSync(join(tmpdir(), 'scratch-'));
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
  if (state) writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(state));
  await project.terraform(folder, ['init', '-input=false', '-no-color'], 60);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
