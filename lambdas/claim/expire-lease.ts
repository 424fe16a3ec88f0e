import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CaptureRecord, RecordedError } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import type { RecordsTable } from '../shared/read-record';
import { recordedError } from '../shared/recorded-error';

const stillHeldByThatClaim = '#status = :processing AND #claim = :seen AND #leaseExpiresAt <= :now';

/**
 * Records the end of a last attempt that never reported back: its lease is over and no attempts are left.
 * @returns the error recorded, or undefined when the record has moved on
 */
export async function expireLease(
  record: CaptureRecord,
  { table, clock }: { table: RecordsTable; clock: Pick<Clock, 'now'> },
): Promise<RecordedError | undefined> {
  const now = clock.now();
  const error = recordedError('LeaseExpired', `attempt ${record.attempts} ended without a word`);
  const names = ['status', 'claim', 'leaseExpiresAt', 'error', 'completedAt', 'attention'];
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { id: { S: record.id } },
        UpdateExpression: 'SET #status = :failed, #error = :error, #completedAt = :now, #attention = :failed',
        ConditionExpression: stillHeldByThatClaim,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':processing': { S: 'PROCESSING' },
          ':seen': { S: record.claim },
          ':failed': { S: 'FAILED' },
          ':error': { M: { name: { S: error.name }, message: { S: error.message } } },
          ':now': { N: String(now) },
        },
      }),
    );
    return error;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return undefined;
    throw thrown;
  }
}
