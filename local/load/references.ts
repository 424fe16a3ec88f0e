import { ExpressionError, isTemplate, parseTemplate, type Reference } from './template';

/** A reference and the path of the attribute that holds it. */
export interface PlacedReference extends Reference {
  place: string;
}

/**
 * Every reference in a value, however deep.
 * @param onFault called with the place and the reason for each expression that is not allowed
 */
export async function referencesIn(
  value: unknown,
  place: string,
  onFault: (place: string, reason: string) => void,
): Promise<PlacedReference[]> {
  if (typeof value === 'string') {
    if (!isTemplate(value)) return [];
    try {
      const template = await parseTemplate(value);
      return template.flatMap((part) => (typeof part === 'string' ? [] : [{ ...part, place }]));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      onFault(place, error.message);
      return [];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  const found: PlacedReference[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const innerPlace = Array.isArray(value) ? `${place}[${key}]` : place ? `${place}.${key}` : key;
    if (isTemplate(key)) onFault(innerPlace, 'a template cannot be a key here');
    found.push(...(await referencesIn(inner, innerPlace, onFault)));
  }
  return found;
}

/** A value with every template replaced by what its references stand for. */
export async function resolveValue(
  value: unknown,
  lookup: (reference: Reference) => unknown,
): Promise<unknown> {
  if (typeof value === 'string') return isTemplate(value) ? resolveText(value, lookup) : value;
  if (Array.isArray(value)) return Promise.all(value.map((inner) => resolveValue(inner, lookup)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, inner]) => [key, await resolveValue(inner, lookup)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** A lone reference keeps the type of what it refers to; in company it becomes text (Terraform's template rules). */
async function resolveText(text: string, lookup: (reference: Reference) => unknown): Promise<unknown> {
  const [first, ...rest] = await parseTemplate(text);
  if (first === undefined) return '';
  if (rest.length === 0) return typeof first === 'string' ? first : lookup(first);
  return [first, ...rest].map((part) => (typeof part === 'string' ? part : String(lookup(part)))).join('');
}
