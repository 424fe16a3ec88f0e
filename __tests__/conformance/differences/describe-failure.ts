/** ANSI colours of jest's matchers. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/** How a test failed, as differences describe it: the error's name and message, without colours. */
export function describeFailure(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.replace(COLOURS, '') : String(error);
}
