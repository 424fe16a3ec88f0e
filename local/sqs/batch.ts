import { AwsError } from '../core/aws-error';
import { asAwsError } from '../protocol/json-answer';

/** One entry of a batch operation. */
export interface BatchEntry {
  /** Unique within the batch. */
  Id: string;
}

/** An entry that failed; the others are not affected. */
export interface BatchFailure {
  Id: string;
  SenderFault: boolean;
  Code: string;
  Message: string;
}

export interface BatchOutput<Success> {
  Successful: Success[];
  Failed?: BatchFailure[];
}

const MAX_ENTRIES = 10;
const ENTRY_ID = /^[A-Za-z0-9_-]{1,80}$/;

/** Runs a batch entry by entry. @throws AwsError for a batch that is malformed as a whole */
export function runBatch<Entry extends BatchEntry, Success>(
  entries: Entry[] | undefined,
  run: (entry: Entry) => Success,
): BatchOutput<Success & BatchEntry> {
  const Successful: (Success & BatchEntry)[] = [];
  const Failed: BatchFailure[] = [];
  for (const entry of checkEntries(entries)) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      const { code, message, status } = asAwsError(error);
      Failed.push({ Id: entry.Id, SenderFault: status < 500, Code: code, Message: message });
    }
  }
  return Failed.length === 0 ? { Successful } : { Successful, Failed };
}

function checkEntries<Entry extends BatchEntry>(entries: Entry[] | undefined): Entry[] {
  if (!entries?.length) {
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id ?? '')) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (ids.has(Id)) {
      throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    }
    ids.add(Id);
  }
  return entries;
}
