/** An event pattern: lists of wanted values or matchers, in the shape of the event. */
export type EventPattern = { [field: string]: EventPattern | unknown[] };

type Matcher = (value: unknown) => boolean;

/** Matchers besides exact values, by name. Source: EventBridge User Guide, "Comparison operators". */
const MATCHERS: Record<string, (wanted: unknown) => Matcher> = {
  exists: (wanted) => (value) => (value !== undefined) === wanted,
  // A field that is not there matches nothing but `exists`.
  'anything-but': (wanted) => (value) => value !== undefined && ![wanted].flat().includes(value),
  prefix: (wanted) => (value) => typeof value === 'string' && value.startsWith(String(wanted)),
  suffix: (wanted) => (value) => typeof value === 'string' && value.endsWith(String(wanted)),
};

/** Raised for a pattern that uses what is not served. */
export class EventPatternError extends Error {
  override readonly name = 'EventPatternError';
}

/** Checks a pattern. @throws EventPatternError with the place of what is not served */
export function parsePattern(json: string): EventPattern {
  const pattern: EventPattern = JSON.parse(json);
  checkPattern(pattern, '');
  return pattern;
}

/** Whether an event matches: every field of the pattern is matched by one of its values or matchers. */
export function matchesPattern(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = isObject(event) ? event[field] : undefined;
    return Array.isArray(wanted) ? matchesAny(wanted, value) : matchesPattern(wanted, value);
  });
}

/** A list in the event matches when one of its items does. */
function matchesAny(wanted: unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return wanted.some((item) => values.some((candidate) => matcherOf(item)(candidate)));
}

function matcherOf(wanted: unknown): Matcher {
  if (!isObject(wanted)) {
    return (value) => value === wanted;
  }
  const [[name, argument] = ['', undefined]] = Object.entries(wanted);
  return MATCHERS[name]?.(argument) ?? (() => false);
}

function checkPattern(pattern: EventPattern, parent: string): void {
  for (const [field, wanted] of Object.entries(pattern)) {
    const place = `${parent}${field}`;
    if (field.startsWith('$')) {
      throw new EventPatternError(`event_pattern.${place} is not served`);
    }
    if (!Array.isArray(wanted)) {
      checkPattern(wanted, `${place}.`);
      continue;
    }
    for (const item of wanted) {
      checkItem(item, place);
    }
  }
}

function checkItem(item: unknown, place: string): void {
  const names = isObject(item) ? Object.keys(item) : [];
  const [name = ''] = names;
  if (isObject(item) && (names.length !== 1 || !Object.hasOwn(MATCHERS, name) || isObject(item[name]))) {
    throw new EventPatternError(`event_pattern.${place}: ${JSON.stringify(item)} is not served`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
