import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A resource or data source as it stands in the file, expressions unresolved. */
export interface Block {
  /** Address with the stack in front: `central/aws_dynamodb_table.records`. */
  address: string;
  /** Address within the stack, as references name it. */
  target: string;
  type: string;
  attributes: Record<string, unknown>;
}

/** One stack of the synthesized app. */
export interface StackFile {
  name: string;
  /** Absolute folder of `cdk.tf.json`. */
  folder: string;
  providers: Record<string, unknown>[];
  resources: Block[];
  data: Block[];
  /** Unresolved values of the outputs. */
  outputs: Record<string, unknown>;
  /** Sections of the file that the local cloud does not know, such as `module`. */
  unknown: string[];
}

type Json = Record<string, unknown>;

/** `terraform` holds backend and provider versions, which only matter to Terraform itself. */
const SECTIONS = ['//', 'terraform', 'provider', 'resource', 'data', 'output'];

/** Reads every stack that `manifest.json` of a synthesized app lists. */
export function readStackFiles(outdir: string): StackFile[] {
  const manifest = readJson(join(outdir, 'manifest.json'));
  return Object.entries(manifest.stacks as Record<string, { synthesizedStackPath: string }>).map(
    ([name, { synthesizedStackPath }]) => readStack(name, join(outdir, synthesizedStackPath)),
  );
}

function readStack(name: string, file: string): StackFile {
  const json = readJson(file);
  return {
    name,
    folder: dirname(file),
    providers: Object.values((json.provider ?? {}) as Record<string, Json[]>).flat(),
    resources: blocks(name, '', json.resource),
    data: blocks(name, 'data.', json.data),
    outputs: Object.fromEntries(
      Object.entries((json.output ?? {}) as Record<string, Json>).map(([key, { value }]) => [key, value]),
    ),
    unknown: Object.keys(json).filter((section) => !SECTIONS.includes(section)),
  };
}

function blocks(stack: string, prefix: string, section: unknown): Block[] {
  return Object.entries((section ?? {}) as Record<string, Record<string, Json>>).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { '//': _metadata, ...attributes }]) => {
      const target = `${prefix}${type}.${name}`;
      return { address: `${stack}/${target}`, target, type, attributes };
    }),
  );
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}
