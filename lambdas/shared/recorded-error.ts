import type { RecordedError } from '../../contracts/record';

/** Characters of a message that a record keeps: enough for a reason, small beside the item limit of 400 KB. */
const MAX_MESSAGE_LENGTH = 2000;

/** An error as records keep it, its message cut to 2,000 characters. */
export function recordedError(name: string, message: string): RecordedError {
  const cut = message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : message;
  return { name: name.slice(0, 200), message: cut };
}
