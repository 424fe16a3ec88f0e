import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings } from '../../config/load';
import { Bundles } from '../../constructs/bundle';
import { FUNCTIONS } from '../../contracts/naming';
import { PillarboxApp } from '../../stacks/pillarbox-app';

/** Arguments of a Terraform resource, as synthesized. */
export type Arguments = Record<string, unknown>;

/** One synthesized stack: what Terraform would read. */
export interface SynthesizedStack {
  text: string;
  terraform: {
    resource: Record<string, Record<string, Arguments>>;
    data: Record<string, Record<string, Arguments>>;
    output?: Record<string, { value: string }>;
    provider: { aws: Arguments[] };
    terraform: { backend: Record<string, Arguments>; required_providers: Record<string, Arguments> };
  };
}

/** A small configuration with two ingest regions; members of `overrides` replace its own. */
export function configuration(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'pillarbox',
    central: { region: 'eu-west-1' },
    webhooks: { sources: { acme: { scheme: 'standard' } } },
    ingest: [{ region: 'eu-west-2' }, { region: 'us-east-1', maxProcessingAttempts: 7 }],
    ...overrides,
  };
}

/** Synthesizes a whole app into a temporary folder, with stand-ins for the bundles, and reads it back. */
export function synth(overrides: Record<string, unknown> = {}): Record<string, SynthesizedStack> {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  const bundles = standInBundles();
  try {
    new PillarboxApp({ settings: parseSettings(configuration(overrides)), bundles, outdir }).synth();
    return readStacks(outdir);
  } finally {
    bundles.dispose();
    rmSync(outdir, { recursive: true });
  }
}

/** The stacks of an output folder. */
export function readStacks(outdir: string): Record<string, SynthesizedStack> {
  const folder = join(outdir, 'stacks');
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const text = readFileSync(join(folder, name, 'cdk.tf.json'), 'utf8');
      return [name, { text, terraform: JSON.parse(text) }];
    }),
  );
}

/** Resources of one type, without CDKTF's own notes. */
export function resources(stack: SynthesizedStack, type: string): Arguments[] {
  return Object.values(stack.terraform.resource[type] ?? {}).map(({ '//': _, ...rest }) => rest);
}

/** The one resource of a type that has these arguments. @throws Error when there is not exactly one */
export function resource(stack: SynthesizedStack, type: string, having: Arguments = {}): Arguments {
  const found = resources(stack, type).filter((candidate) =>
    Object.entries(having).every(([key, value]) => candidate[key] === value),
  );
  if (found.length !== 1) throw new Error(`${found.length} ${type} have ${JSON.stringify(having)}, not one`);
  return found[0]!;
}

/** A reference to an attribute of the one resource of a type that has these arguments. */
export function reference(
  stack: SynthesizedStack,
  type: string,
  having: Arguments,
  attribute: string,
): string {
  const wanted = resource(stack, type, having);
  const entries = Object.entries(stack.terraform.resource[type] ?? {});
  const [id] = entries.find(([, { '//': _, ...rest }]) => JSON.stringify(rest) === JSON.stringify(wanted))!;
  return `\${${type}.${id}.${attribute}}`;
}

/** A member that holds JSON as text, parsed. */
export function json(args: Arguments, member: string): Record<string, unknown> {
  return JSON.parse(String(args[member])) as Record<string, unknown>;
}

/** Statements of the one policy of a role, by the role's physical name. */
export function statementsOf(stack: SynthesizedStack, roleName: string): unknown {
  const role = reference(stack, 'aws_iam_role', { name: roleName }, 'name');
  return json(resource(stack, 'aws_iam_role_policy', { role }), 'policy').Statement;
}

export function standInBundles(): Bundles {
  return new Bundles(new Map(FUNCTIONS.map((id) => [id, Buffer.from(`// ${id}`)])));
}
