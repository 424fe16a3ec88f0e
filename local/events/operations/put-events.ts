import { AwsError } from '../../core/aws-error';
import type { JsonOperation } from '../../protocol/json-operation';
import type { PutEntry } from '../event';
import type { EventsService } from '../service';

interface Input {
  Entries: PutEntry[];
}

interface Result {
  EventId?: string;
  ErrorCode?: string;
  ErrorMessage?: string;
}

interface Output {
  FailedEntryCount: number;
  Entries: Result[];
}

const MAX_ENTRIES = 10;
/** All entries of a request together, bytes. Source: EventBridge API reference, PutEvents. */
const MAX_REQUEST_BYTES = 1_048_576;

/** An entry that is wrong in itself fails alone. */
export const putEvents: JsonOperation<EventsService, Input, Output> = {
  action: 'events:PutEvents',
  resource: ({ Entries = [] }, events, { region }) => {
    const buses = new Set(Entries.map(({ EventBusName = 'default' }) => EventBusName));
    if (buses.size > 1) {
      throw new AwsError('NotImplemented', 'events:PutEvents is served for one bus at a time.', 501);
    }
    return events.busArn(region, [...buses][0] ?? 'default');
  },
  run: ({ Entries = [] }, events, { region }) => {
    checkRequest(Entries);
    const results = Entries.map(
      (entry): Result => checkEntry(entry) ?? { EventId: events.put(region, entry) },
    );
    return { FailedEntryCount: results.filter(({ ErrorCode }) => ErrorCode).length, Entries: results };
  },
};

function checkRequest(entries: PutEntry[]): void {
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}`,
    );
  }
  const bytes = entries.reduce(
    (sum, { Source, DetailType, Detail, Resources = [] }) =>
      sum + Buffer.byteLength([Source, DetailType, Detail, ...Resources].join('')),
    0,
  );
  if (bytes > MAX_REQUEST_BYTES) {
    throw new AwsError('ValidationException', `Total size of the entries in the request is over the limit.`);
  }
}

function checkEntry({ Source, DetailType, Detail }: PutEntry): Result | undefined {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  return isJsonObject(Detail)
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isJsonObject(text = ''): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
