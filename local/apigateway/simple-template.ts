import { contextValue } from './context';

/** A text in which only `$context` variables are replaced, ready to render. */
export type SimpleTemplate = (context: object) => string;

/** A variable: names joined by dots. */
const VARIABLE = /\$context((?:\.[A-Za-z][A-Za-z0-9_-]*)+)/;

/**
 * Compiles the template of a gateway response or of an access log, which know no directives.
 * @param unset what stands for a variable without a value
 */
export function compileSimpleTemplate(text: string, unset: string): SimpleTemplate {
  const parts = text.split(VARIABLE);
  const literals = parts.filter((_part, index) => index % 2 === 0);
  const paths = parts.filter((_part, index) => index % 2 === 1).map((path) => path.slice(1).split('.'));
  return (context) => {
    let rendered = literals[0] ?? '';
    paths.forEach((path, index) => {
      rendered += (contextValue(context, path) ?? unset) + (literals[index + 1] ?? '');
    });
    return rendered;
  };
}
