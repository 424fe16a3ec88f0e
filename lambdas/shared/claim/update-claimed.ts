import {
  type AttributeValue,
  ConditionalCheckFailedException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ClaimRequest } from '../../../contracts/processing';
import type { RecordsTable } from '../read-record';

const stillMine = '#status = :processing AND #claim = :me';

/**
 * Sets members of a record that this claim is processing.
 * @returns false when it no longer is
 */
export async function updateClaimed(
  { capture, claim }: ClaimRequest,
  table: RecordsTable,
  set: Record<string, AttributeValue>,
): Promise<boolean> {
  const names = Object.keys(set);
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { id: { S: capture.id } },
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ConditionExpression: stillMine,
        ExpressionAttributeNames: Object.fromEntries(
          [...new Set([...names, 'status', 'claim'])].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name) => [`:${name}`, set[name] as AttributeValue])),
          ':processing': { S: 'PROCESSING' },
          ':me': { S: claim },
        },
      }),
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
