import type { z } from 'zod';

/** zod's words for types, in ours. */
const TYPES: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  string: 'text',
};

/** What zod found wrong with a fault, as lines of field, value received and what is allowed. @param place of the fault */
export function issueLines(issue: z.core.$ZodIssue, place: string): string[] {
  const path = pathOf(issue.path, place);
  const received = `${path}: received ${show(issue.input)}`;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const value = (issue.input as Record<string, unknown> | undefined)?.[key];
        return `${pathOf([...issue.path, key], place)}: unknown, received ${show(value)}`;
      });
    case 'invalid_type':
      if (issue.input === undefined) return [`${path}: missing`];
      return [`${received}, allowed is ${TYPES[issue.expected] ?? issue.expected}`];
    case 'invalid_value':
      return [`${received}, allowed is ${issue.values.map(show).join(', ')}`];
    case 'too_small':
      return [`${received}, allowed is ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`];
    case 'too_big':
      return [`${received}, allowed is at most ${issue.maximum}`];
    case 'invalid_format':
    case 'custom':
      return [`${received}, allowed is ${issue.message}`];
    default:
      return [`${received}: ${issue.message}`];
  }
}

/** JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function pathOf(path: PropertyKey[], place: string): string {
  const members = path.map((part) => `.${String(part)}`).join('');
  return `${place}${members}`.replace(/^\./, '') || 'the fault';
}
