import type { Resource, ResourceType } from '../core/resource-type';
import { attributesOf } from './attributes';
import { DATA_SOURCES } from './data-sources';
import { LoadError } from './load-error';
import { type PlannedResource, type PlannedStack, planStack } from './plan';
import { regionOf } from './providers';
import { resolveValue } from './references';
import { readStackFiles } from './stack-file';
import type { Reference } from './template';

/** What to load and into what. */
export interface LoadOptions<Services> {
  /** Folder of the synthesized app (`manifest.json`). */
  outdir: string;
  types: ReadonlyMap<string, ResourceType<Services>>;
  services: Services;
  accountId: string;
  partition: string;
}

/** A stack that runs. */
export interface LoadedStack {
  name: string;
  region: string;
  /** As created, in that order, with every attribute resolved. */
  resources: Resource[];
  outputs: Record<string, unknown>;
}

/**
 * Brings every resource of a synthesized app into being, in the order of their references.
 * @throws LoadError with every fault at once, before anything is created where it can be seen before
 */
export async function loadStacks<Services>(options: LoadOptions<Services>): Promise<LoadedStack[]> {
  const faults: string[] = [];
  const fault = (line: string) => faults.push(line);
  const plans: PlannedStack[] = [];
  for (const file of readStackFiles(options.outdir)) plans.push(await planStack(file, options.types, fault));
  if (faults.length > 0) throw new LoadError(faults);
  const stacks: LoadedStack[] = [];
  for (const plan of plans) stacks.push(await createStack(plan, options, fault));
  if (faults.length > 0) throw new LoadError(faults);
  return stacks;
}

async function createStack<Services>(
  { file, region, resources }: PlannedStack,
  options: LoadOptions<Services>,
  fault: (line: string) => void,
): Promise<LoadedStack> {
  const { accountId, partition } = options;
  const created = new Map<string, Record<string, unknown>>();
  for (const { target, type, attributes } of file.data) {
    const place = regionOf(file.providers, attributes.provider) ?? region;
    created.set(target, DATA_SOURCES[type]?.({ accountId, partition, region: place }) ?? {});
  }
  const lookup = (reference: Reference) => referredTo(created, reference);
  const done: Resource[] = [];
  for (const planned of resources) {
    const { address, type, folder } = planned;
    try {
      const attributes = await createResource(planned, options, lookup, fault);
      created.set(planned.target, attributes);
      done.push({ address, type, region: planned.region, folder, attributes });
    } catch (error) {
      fault(`${address}: ${(error as Error).message}`);
    }
  }
  let outputs: unknown = {};
  try {
    outputs = await resolveValue(file.outputs, lookup);
  } catch (error) {
    fault(`${file.name}/output: ${(error as Error).message}`);
  }
  return { name: file.name, region, resources: done, outputs: outputs as Record<string, unknown> };
}

async function createResource<Services>(
  { address, type: typeName, region, folder, attributes }: PlannedResource,
  { types, services }: LoadOptions<Services>,
  lookup: (reference: Reference) => unknown,
  fault: (line: string) => void,
): Promise<Record<string, unknown>> {
  const type = types.get(typeName);
  if (!type) throw new Error(`type "${typeName}" is not known`);
  const resolved = (await resolveValue(attributes, lookup)) as Record<string, unknown>;
  for (const { path, place, value } of attributesOf(resolved, type.attributes)) {
    const treatment = type.attributes[path];
    const reason = typeof treatment === 'object' && 'check' in treatment ? treatment.check(value) : undefined;
    if (reason) fault(`${address}: ${place}: ${reason}`);
  }
  const given = await type.create(
    { address, type: typeName, region, folder, attributes: resolved },
    services,
  );
  return { ...resolved, ...given };
}

/** What a reference stands for: what `create` gave, else what the configuration says. */
function referredTo(created: Map<string, Record<string, unknown>>, { target, path }: Reference): unknown {
  let value: unknown = created.get(target);
  if (value === undefined) throw new Error(`needs ${target}, which was not created`);
  for (const segment of path) {
    value =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined;
  }
  if (value === undefined || value === null)
    throw new Error(`needs ${target}.${path.join('.')}, which has no value`);
  return value;
}
