import type { AttributeTable } from '../core/resource-type';

/** Attributes of `provider "aws"`. */
export const PROVIDER_ATTRIBUTES: AttributeTable = {
  region: 'served',
  alias: 'served',
  default_tags: { inert: 'tags have no effect at run time' },
};

/** Region of the provider that a block names by `provider = "aws.<alias>"`; without a name, of the default one. */
export function regionOf(providers: Record<string, unknown>[], name: unknown): string | undefined {
  const alias = typeof name === 'string' ? name.split('.')[1] : undefined;
  const provider = providers.find((candidate) => candidate.alias === alias);
  return typeof provider?.region === 'string' ? provider.region : undefined;
}
