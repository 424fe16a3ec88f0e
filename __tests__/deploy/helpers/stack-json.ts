import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from './project';

export type Arguments = Record<string, unknown>;

/** Terraform JSON of a stack, as far as tests read or change it. */
export interface StackJson {
  terraform: { backend?: unknown };
  resource: Record<string, Record<string, Arguments>>;
  output?: unknown;
}

/** A stack as it was synthesized last. */
export function readStack(project: Project, stack: string): StackJson {
  return JSON.parse(readFileSync(join(project.stackFolder(stack), 'cdk.tf.json'), 'utf8')) as StackJson;
}

/** Arguments of every resource of a type in a stack. */
export function argumentsOf({ resource }: StackJson, type: string): Arguments[] {
  return Object.values(resource[type] ?? {});
}

/** Addresses of the resources of a stack whose arguments contain a text, sorted. */
export function addressesNaming({ resource }: StackJson, text: string): string[] {
  return Object.entries(resource)
    .flatMap(([type, named]) =>
      Object.entries(named).map(([id, args]) => ({ address: `${type}.${id}`, args })),
    )
    .filter(({ args }) => JSON.stringify(args).includes(text))
    .map(({ address }) => address)
    .sort();
}
