import type { AttributeTable, ResourceType } from '../core/resource-type';
import { attributesOf, META_ARGUMENTS } from './attributes';
import { creationOrder } from './creation-order';
import { DATA_SOURCES } from './data-sources';
import { PROVIDER_ATTRIBUTES, regionOf } from './providers';
import { referencesIn } from './references';
import type { Block, StackFile } from './stack-file';

/** A resource ready to be created: checked, its references known. */
export interface PlannedResource {
  address: string;
  target: string;
  type: string;
  region: string;
  folder: string;
  attributes: Record<string, unknown>;
  /** Addresses of what must exist before. */
  needs: string[];
}

/** A stack whose file holds nothing the local cloud does not know, its resources in creation order. */
export interface PlannedStack {
  file: StackFile;
  region: string;
  resources: PlannedResource[];
}

/**
 * Checks a stack as it stands, before anything is created: sections, types, attributes, expressions, references,
 * cycles.
 * @param fault called for every fault with its address and reason
 */
export async function planStack(
  file: StackFile,
  types: ReadonlyMap<string, Pick<ResourceType<never>, 'attributes'>>,
  fault: (line: string) => void,
): Promise<PlannedStack> {
  for (const section of file.unknown) fault(`${file.name}: section "${section}" is not known`);
  for (const provider of file.providers)
    checkAttributes(`${file.name}/provider`, provider, PROVIDER_ATTRIBUTES, fault);
  for (const data of file.data) checkData(data, fault);
  const known = new Set([...file.resources, ...file.data].map((block) => block.target));
  const resources: PlannedResource[] = [];
  for (const block of file.resources) {
    const type = types.get(block.type);
    if (type) checkAttributes(block.address, attributesWithoutMeta(block), type.attributes, fault);
    else fault(`${block.address}: type "${block.type}" is not known`);
    resources.push(await planResource(block, file, known, fault));
  }
  await checkReferences(`${file.name}/output`, file.outputs, known, fault);
  const region = regionOf(file.providers, undefined);
  if (!region) fault(`${file.name}/provider: no region`);
  const ordered = creationOrder(resources, (cycle) =>
    fault(`${cycle[0]}: refers to itself: ${cycle.join(' → ')}`),
  );
  return { file, region: region ?? '', resources: ordered };
}

async function planResource(
  block: Block,
  file: StackFile,
  known: Set<string>,
  fault: (line: string) => void,
): Promise<PlannedResource> {
  const attributes = attributesWithoutMeta(block);
  const references = await checkReferences(block.address, attributes, known, fault);
  const region = regionOf(file.providers, block.attributes.provider);
  if (!region)
    fault(`${block.address}: provider ${JSON.stringify(block.attributes.provider)} is not configured`);
  const dependsOn = (block.attributes.depends_on ?? []) as string[];
  for (const target of dependsOn) {
    if (!known.has(target)) fault(`${block.address}: depends_on names ${target}, which does not exist`);
  }
  return {
    address: block.address,
    target: block.target,
    type: block.type,
    region: region ?? '',
    folder: file.folder,
    attributes,
    needs: [...references, ...dependsOn].map((target) => `${file.name}/${target}`),
  };
}

/** Addresses that a value refers to; unknown ones and expressions that are not allowed are faults. */
async function checkReferences(
  address: string,
  value: unknown,
  known: Set<string>,
  fault: (line: string) => void,
): Promise<string[]> {
  const references = await referencesIn(value, '', (place, reason) =>
    fault(`${address}: ${place}: ${reason}`),
  );
  return references.flatMap(({ target, place }) => {
    if (known.has(target)) return [target];
    fault(`${address}: ${place}: refers to ${target}, which does not exist`);
    return [];
  });
}

function checkAttributes(
  address: string,
  attributes: Record<string, unknown>,
  table: AttributeTable,
  fault: (line: string) => void,
): void {
  for (const { place, listed } of attributesOf(attributes, table)) {
    if (!listed) fault(`${address}: attribute "${place}" is not known`);
  }
}

function checkData(block: Block, fault: (line: string) => void): void {
  if (!DATA_SOURCES[block.type]) fault(`${block.address}: data source "${block.type}" is not known`);
  for (const name of Object.keys(attributesWithoutMeta(block))) {
    fault(`${block.address}: attribute "${name}" is not known`);
  }
}

function attributesWithoutMeta(block: Block): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(block.attributes).filter(([key]) => !META_ARGUMENTS.includes(key)),
  );
}
