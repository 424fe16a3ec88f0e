import type { RecordStatus } from '../../contracts/record';
import { counted } from './counted';
import type { ErrorMessage } from './error-message';
import { showTime } from './parse-time';
import { printable } from './printable';

/** A capture that a message of the error queue is about, as its record stands now; no status: there is no record, or it is unknown. */
export interface ListedCapture {
  id: string;
  status?: RecordStatus;
  attempts?: number;
  /** Its record could not be read. */
  unknown?: true;
  /** The capture has ended: the message is a leftover. */
  stale: boolean;
}

/** A message of the error queue with its captures. */
export interface ListedError extends Omit<ErrorMessage, 'ids'> {
  captures: ListedCapture[];
}

/** A message as lines for people: a name and a value each. */
export function formatError(listed: ListedError): string[] {
  const fields: [string, string | undefined][] = [
    ...listed.captures.flatMap((capture): [string, string][] => [
      ['id', capture.id],
      ['now', standing(capture)],
    ]),
    ['reason', listed.reason],
    ['attempts', listed.attempts?.toString()],
    ['sent', showTime(listed.sentAt)],
    ['message', listed.captures.length === 0 ? listed.messageId : undefined],
    ['body', listed.body === undefined ? undefined : JSON.stringify(listed.body)],
  ];
  return fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(12)} ${printable(value)}`],
  );
}

function standing({ status, attempts = 0, unknown, stale }: ListedCapture): string {
  if (unknown) return 'unknown (the records table does not answer)';
  if (status === undefined) return 'no record';
  if (stale) return `${status}: this message is stale`;
  return `${status} after ${counted(attempts, 'attempt')}`;
}
