import { parseReferencePath, valueAt } from './reference-path';
import { TaskError } from './task-error';

/**
 * Payload templates with `States.JsonToString` and `States.Format`, which the engine would strip of all backslashes:
 * `{"a":"b\"c"}` would come out as broken JSON. Other than these, templates may hold constants and reference paths.
 */
export function isTemplateServed(template: unknown): boolean {
  return entries(template).every(([key, value]) =>
    key.endsWith('.$')
      ? typeof value === 'string' && parseExpression(value) !== undefined
      : isTemplateServed(value),
  );
}

/** Fills a template. @throws TaskError `States.Runtime` for a path without a value */
export function fillTemplate(template: unknown, input: unknown): unknown {
  if (Array.isArray(template)) {
    return template.map((item) => fillTemplate(item, input));
  }
  if (typeof template !== 'object' || template === null) {
    return template;
  }
  const filled = entries(template).map(([key, value]) =>
    key.endsWith('.$')
      ? [key.slice(0, -'.$'.length), parseExpression(String(value))?.(input)]
      : [key, fillTemplate(value, input)],
  );
  return Object.fromEntries(filled);
}

type Expression = (input: unknown) => unknown;

/** What a text stands for; undefined when it is not served. */
function parseExpression(text: string): Expression | undefined {
  const [, name, list = ''] = /^States\.(JsonToString|Format)\((.*)\)$/.exec(text) ?? [];
  const args = splitArguments(list);
  const paths = args.slice(name === 'Format' ? 1 : 0);
  if (name === undefined) {
    return parseReferencePath(text) && ((input) => required(input, text));
  }
  if (!paths.every(parseReferencePath)) {
    return undefined;
  }
  if (name === 'JsonToString') {
    return paths.length === 1 ? (input) => JSON.stringify(required(input, paths[0]!)) : undefined;
  }
  const [, literal] = /^'((?:[^'\\]|\\.)*)'$/.exec(args[0] ?? '') ?? [];
  const pieces = literal?.split('{}').map((piece) => piece.replace(/\\(.)/g, '$1'));
  return pieces?.length === paths.length + 1 ? (input) => format(pieces, paths, input) : undefined;
}

function format(pieces: string[], paths: string[], input: unknown): string {
  return pieces
    .map((piece, index) => (index === 0 ? '' : textOf(required(input, paths[index - 1]!))) + piece)
    .join('');
}

/** Arguments between commas outside quotes. */
function splitArguments(list: string): string[] {
  return (list.match(/'(?:[^'\\]|\\.)*'|[^,\s][^,]*/g) ?? []).map((argument) => argument.trim());
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function required(input: unknown, path: string): unknown {
  const value = valueAt(input, path);
  if (value === undefined) {
    throw new TaskError(
      'States.Runtime',
      `The JSONPath '${path}' could not be found in the input '${JSON.stringify(input)}'`,
      false,
    );
  }
  return value;
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
