import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { MESSAGE_CHANNEL } from '../../../contracts/capture';
import type { CaptureRecord } from '../../../contracts/record';
import { isAnswered } from '../is-answered';
import type { RecordsTable } from '../read-record';

/**
 * Counts a delivery that finds a WebSocket message ended and its client not answered, for the lane to know when to let it go.
 * @returns how many there have been since it ended; undefined for what waits for no answer, or has moved on
 */
export async function countAnswerTry(
  record: CaptureRecord,
  table: RecordsTable,
): Promise<number | undefined> {
  const { id, channel, attempts } = record;
  if (channel !== MESSAGE_CHANNEL || isAnswered(record)) return undefined;
  try {
    const { Attributes } = await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { id: { S: id } },
        UpdateExpression: 'ADD #answerTries :one',
        ConditionExpression: '#attempts = :attempts',
        ExpressionAttributeNames: { '#answerTries': 'answerTries', '#attempts': 'attempts' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':attempts': { N: String(attempts) } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.answerTries?.N);
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return undefined;
    throw thrown;
  }
}
