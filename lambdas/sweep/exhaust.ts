import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { notificationOf } from '../../contracts/notification';
import type { Clock } from '../shared/clock';
import { type ErrorQueue, sendToErrorQueue } from '../shared/error-queue';
import type { RecordsTable } from '../shared/read-record';
import type { DueRecord } from './due-records';

/** What taking a capture to its error queue works with. */
export interface ExhaustDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
  errorQueue: (region: string) => Promise<ErrorQueue>;
  /** Epoch ms at which this sweep is ended, and until when no other one takes the same capture up. */
  endsAt: number;
}

const asSeen = '#status = :failed AND #claim = :claim';

/**
 * Takes an exhausted capture to the error queue of its region: reserved for this sweep, sent, and done with. A crash after the
 * send makes two messages, never none.
 * @returns false when the record has moved on, or another sweep is at it
 */
export async function exhaust(record: DueRecord, deps: ExhaustDependencies): Promise<boolean> {
  if (!(await reserve(record, deps.endsAt, deps.table))) return false;
  try {
    await send(record, deps);
  } catch (thrown) {
    // Whoever sweeps next need not wait; if this fails as well, the reservation ends by itself.
    await reserve({ ...record, dueAt: deps.endsAt }, deps.clock.now(), deps.table).catch(() => false);
    throw thrown;
  }
  await finish(record, deps.table);
  return true;
}

async function send(record: DueRecord, { errorQueue }: ExhaustDependencies): Promise<void> {
  const { name, message } = record.error ?? { name: 'Unknown', message: 'no reason was recorded' };
  const body = notificationOf(record, 'pillarbox:sweep');
  await sendToErrorQueue(
    await errorQueue(record.region),
    { body },
    {
      id: record.id,
      attempts: record.attempts,
      reason: `${name}: ${message}`,
    },
  );
}

/** Moves when the record is due, if it still is due as seen. */
function reserve(record: DueRecord, until: number, table: RecordsTable): Promise<boolean> {
  return update(record, table, 'SET #dueAt = :until', `${asSeen} AND #dueAt = :seen`, ['dueAt'], {
    ':until': { N: String(until) },
    ':seen': { N: String(record.dueAt) },
  });
}

/** Whoever has moved it back from the error queue by now has a claim of its own, and stays unfinished. */
function finish(record: DueRecord, table: RecordsTable): Promise<boolean> {
  const names = ['unfinished', 'dueAt', 'maxAttempts'];
  return update(record, table, `REMOVE ${names.map((name) => `#${name}`).join(', ')}`, asSeen, names, {});
}

async function update(
  { id, claim }: DueRecord,
  table: RecordsTable,
  expression: string,
  condition: string,
  names: string[],
  values: Record<string, { N: string }>,
): Promise<boolean> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { id: { S: id } },
        UpdateExpression: expression,
        ConditionExpression: condition,
        ExpressionAttributeNames: Object.fromEntries(
          [...names, 'status', 'claim'].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: { ...values, ':failed': { S: 'FAILED' }, ':claim': { S: claim } },
      }),
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
