/**
 * Text of unknown origin for a terminal: control characters, which could move the cursor or rename the window, become
 * escapes.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, escaped);
}

/** `\u001b` */
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
