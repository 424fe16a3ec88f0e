import { safeParse, type z } from 'zod';
import { type Inequality, inequalities, type Term } from './inequalities';
import { memberOf } from './member';
import { processing, retention } from './schema/processing';
import { regional } from './schema/regional';
import { FOLLOWS_FROM, resolveSettings } from './settings';

/** A part of the file without its faulty members. */
interface SoundPart<T> {
  value: T;
  /** Paths of all members that are given. */
  given: string[];
  /** Paths of those that are faulty. */
  faulty: string[];
}

/**
 * Orderings that do not hold, whatever else is wrong with the file. A faulty member leaves out only those that it takes
 * part in, by itself or by what follows from it.
 */
export function orderingFaults(json: unknown): string[] {
  const parts = [soundPart(json, 'processing', processing), soundPart(json, 'retention', retention)] as const;
  const settings = resolveSettings({
    name: '',
    central: { region: '' },
    defaults: { maxProcessingAttempts: attemptsOf(memberOf(json, 'defaults')) },
    processing: parts[0].value,
    retention: parts[1].value,
    ingest: regionsOf(json).map((entry) => ({ region: '', maxProcessingAttempts: attemptsOf(entry) })),
  });
  // Attempts by default break no ordering: those that do were given.
  const given = new Set(['maxProcessingAttempts', ...parts.flatMap((part) => part.given)]);
  const faulty = new Set(parts.flatMap((part) => part.faulty));
  const isFaulty = (path: string): boolean =>
    faulty.has(path) || (!given.has(path) && (FOLLOWS_FROM[path] ?? []).some(isFaulty));
  return inequalities(settings)
    .filter((inequality) => !holds(inequality))
    .filter(({ left, right }) => ![...left.settings, ...right.settings].some(isFaulty))
    .map((inequality) => describe(inequality, given));
}

function holds({ left, right, orEqual }: Inequality): boolean {
  return left.value < right.value || (orEqual === true && left.value === right.value);
}

function describe({ left, right, orEqual, why }: Inequality, given: Set<string>): string {
  // A term without settings is a limit of AWS, and nobody's default.
  const isDefault = ({ settings }: Term) => settings.length > 0 && !settings.some((path) => given.has(path));
  const found = isDefault(left) ? `${left.value} (default)` : `received ${left.value}`;
  const bound = isDefault(right) ? `${right.value}, default` : `${right.value}`;
  return `${left.name}: ${found}, allowed is ${orEqual ? 'at most' : 'less than'} ${right.name} (${bound}): ${why}`;
}

function soundPart<T extends z.ZodRawShape>(
  json: unknown,
  name: string,
  schema: z.ZodObject<T>,
): SoundPart<z.infer<z.ZodObject<T>>> {
  const part = memberOf(json, name) ?? {};
  const members = Object.entries<z.core.$ZodType>(schema.shape);
  const path = ([key]: [string, unknown]) => `${name}.${key}`;
  // A part that is no object says nothing of any member.
  if (typeof part !== 'object') return { value: schema.parse({}), given: [], faulty: members.map(path) };
  const given = members.filter(([key]) => memberOf(part, key) !== undefined);
  const sound = given.filter(([key, member]) => safeParse(member, memberOf(part, key)).success);
  return {
    value: schema.parse(Object.fromEntries(sound.map(([key]) => [key, memberOf(part, key)]))),
    given: given.map(path),
    faulty: given.filter((member) => !sound.includes(member)).map(path),
  };
}

function regionsOf(json: unknown): unknown[] {
  const ingest = memberOf(json, 'ingest');
  return Array.isArray(ingest) ? ingest : [];
}

function attemptsOf(entry: unknown): number | undefined {
  return regional.maxProcessingAttempts.safeParse(memberOf(entry, 'maxProcessingAttempts')).data;
}
