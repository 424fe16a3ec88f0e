import type { AttributeTable } from '../core/resource-type';

/**
 * Meta-arguments of Terraform that shape a plan and nothing at run time. `depends_on` orders creation; `provider`
 * chooses the region. All others (`count`, `for_each`, `provisioner` …) are attributes like any, and unlisted.
 */
export const META_ARGUMENTS = ['depends_on', 'lifecycle', 'provider'];

/** One attribute of a block: its dotted path in the table, where it stands, and its value. */
export interface Attribute {
  /** Path as in the table: `rule.expiration.days`. */
  path: string;
  /** Path with positions: `rule[0].expiration.days`. */
  place: string;
  value: unknown;
  /** Whether the table lists it. */
  listed: boolean;
}

/**
 * Walks a block down to what its table lists. A listed path is one attribute whatever its value (maps and lists
 * included); an unlisted one is a nested block if it holds objects and the table knows something below it.
 */
export function* attributesOf(
  block: Record<string, unknown>,
  table: AttributeTable,
  parent = '',
  parentPlace = '',
): Generator<Attribute> {
  for (const [key, value] of Object.entries(block)) {
    if (value === null || value === undefined) continue;
    const path = `${parent}${key}`;
    const place = `${parentPlace}${key}`;
    const nested = nestedBlocks(value, place);
    if (path in table) yield { path, place, value, listed: true };
    else if (nested && hasBelow(table, path)) {
      for (const [inner, innerPlace] of nested) {
        yield* attributesOf(inner, table, `${path}.`, `${innerPlace}.`);
      }
    } else yield { path, place, value, listed: false };
  }
}

function hasBelow(table: AttributeTable, path: string): boolean {
  return Object.keys(table).some((key) => key.startsWith(`${path}.`));
}

function nestedBlocks(value: unknown, place: string): [Record<string, unknown>, string][] | undefined {
  if (isObject(value)) return [[value, place]];
  if (!Array.isArray(value) || !value.every(isObject)) return undefined;
  return value.map((inner, index) => [inner, `${place}[${index}]`]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
