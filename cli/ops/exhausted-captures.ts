import { type AttributeValue, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ATTENTION_INDEX, recordsTableName } from '../../contracts/naming';
import type { CaptureRecord } from '../../contracts/record';
import { ofResource } from '../missing-resource';
import { clientConfig, type Target } from '../target';

/** What a person is shown of an exhausted capture's record. */
const SHOWN = ['id', 'attempts', 'error', 'completedAt'] as const;
export type ExhaustedCapture = Pick<CaptureRecord, (typeof SHOWN)[number]>;

/** Which exhausted captures are looked for. */
export interface Exhausted {
  region: string;
  /** Attempts that a capture of the region may have: who has had fewer is tried again by itself. */
  maxAttempts: number;
  /** Most captures that are found. */
  limit: number;
}

/**
 * Exhausted captures of a region by their records, the longest ago claimed first, whether a message is left or not. The
 * index is read as it is: it follows the table by a moment.
 */
export async function exhaustedCaptures(target: Target, wanted: Exhausted): Promise<ExhaustedCapture[]> {
  const { name, central } = target.settings;
  const table = recordsTableName(name);
  const dynamodb = new DynamoDBClient(clientConfig(target, central.region));
  const found: ExhaustedCapture[] = [];
  let next: Record<string, AttributeValue> | undefined;
  do {
    const query = new QueryCommand({ TableName: table, ...questionOf(wanted), ExclusiveStartKey: next });
    // A filter takes its share after the page is read: a page can be empty, and not the last.
    const { Items = [], LastEvaluatedKey } = await ofResource(`table ${table}`, dynamodb.send(query));
    found.push(...Items.map((item) => unmarshall(item) as ExhaustedCapture));
    next = LastEvaluatedKey;
  } while (next && found.length < wanted.limit);
  return found.slice(0, wanted.limit);
}

/** Every name is aliased: many are reserved words. */
function questionOf({ region, maxAttempts }: Exhausted) {
  const names = ['attention', 'region', 'final', ...SHOWN];
  return {
    IndexName: ATTENTION_INDEX,
    KeyConditionExpression: '#attention = :failed',
    FilterExpression: '#region = :region AND attribute_not_exists(#final) AND #attempts >= :max',
    ProjectionExpression: SHOWN.map((name) => `#${name}`).join(),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ':failed': { S: 'FAILED' },
      ':region': { S: region },
      ':max': { N: String(maxAttempts) },
    },
  };
}
