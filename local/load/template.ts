import { getExpressionAst } from '@cdktf/hcl2json';

/** A reference such as `aws_sqs_queue.captures.arn` or `data.aws_region.here.name`. */
export interface Reference {
  /** Address within the stack: `aws_sqs_queue.captures`, `data.aws_region.here`. */
  target: string;
  /** What is wanted of it: `['arn']`. */
  path: string[];
}

/** A string of the Terraform JSON in pieces, in order: literal text and references. */
export type Template = (string | Reference)[];

/** Raised for an expression that is neither a reference nor a string template of references. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** The members of hcl2json's syntax tree that are read here; its own types leave out `null` children. */
interface Node {
  type: string;
  meta?: { value: string; traversal?: { type: string; segment: string }[] };
  children: Node[] | null;
}

const parsed = new Map<string, Promise<Template>>();

/** Whether Terraform would look into this string at all. */
export const isTemplate = (text: string) => text.includes('${') || text.includes('%{');

/**
 * Parses a string of Terraform JSON, each distinct string once (about 1 ms in WebAssembly).
 * @throws ExpressionError for anything but literal text, escapes and references
 */
export function parseTemplate(text: string): Promise<Template> {
  const known = parsed.get(text);
  if (known) return known;
  const template = isTemplate(text) ? parseHeredoc(text) : Promise.resolve([text]);
  parsed.set(text, template);
  return template;
}

/**
 * Strings of Terraform JSON are bare templates: quotes and backslashes are literal, only `$${` and `%%{` are escapes.
 * The parser takes expressions; a heredoc is the expression with just these rules, plus a line break at its end.
 */
async function parseHeredoc(text: string): Promise<Template> {
  const end = 'END_OF_TEMPLATE';
  let root: Node | null;
  try {
    root = await getExpressionAst('template', `<<${end}\n${text}\n${end}\n`);
  } catch (cause) {
    throw new ExpressionError(`${JSON.stringify(text)} is not a Terraform template`, { cause });
  }
  const parts = (root?.children ?? []).map(partOf);
  const last = parts.pop();
  if (root?.type !== 'template' || typeof last !== 'string' || !last.endsWith('\n')) {
    throw new ExpressionError(`${JSON.stringify(text)} is not a Terraform template`);
  }
  return last === '\n' ? parts : [...parts, last.slice(0, -1)];
}

function partOf(node: Node): string | Reference {
  const source = node.meta?.value ?? '';
  if (node.type === 'literalValue') return source.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (node.type !== 'scopeTraversal') {
    throw new ExpressionError(
      `\${${source}} is of the form "${node.type || 'parentheses'}"; allowed are references and string templates`,
    );
  }
  return referenceTo(node.meta?.traversal ?? [], source);
}

function referenceTo(traversal: { type: string; segment: string }[], source: string): Reference {
  const segments = traversal.map(({ type, segment }) =>
    type === 'indexTraversal' && segment.startsWith('"') ? (JSON.parse(segment) as string) : segment,
  );
  const length = segments[0] === 'data' ? 3 : 2;
  if (segments.length <= length) {
    throw new ExpressionError(`\${${source}} is no reference to an attribute`);
  }
  return { target: segments.slice(0, length).join('.'), path: segments.slice(length) };
}
