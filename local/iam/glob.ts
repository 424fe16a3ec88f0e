/** Whether a text matches. */
export type Matcher = (text: string) => boolean;

const REGEXP_CHARACTERS = /[.+^${}()|[\]\\]/g;

/** A matcher for a pattern of IAM: `*` stands for any characters, `?` for exactly one. */
export function glob(pattern: string, flags = ''): Matcher {
  const body = pattern.replace(REGEXP_CHARACTERS, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const regExp = new RegExp(`^${body}$`, `s${flags}`);
  return (text) => regExp.test(text);
}
