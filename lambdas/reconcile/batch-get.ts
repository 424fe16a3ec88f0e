import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '../shared/clock';
import { InfrastructureError } from '../shared/infrastructure-error';
import type { RecordsTable } from '../shared/read-record';
import { inGroups } from './in-groups';

/** What reading many items needs. */
export interface BatchGetDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'sleep'>;
}

/** Keys that one call takes (DynamoDB API reference, BatchGetItem). */
const MAX_KEYS = 100;

/** Calls for the same keys; with waits that double from 100 ms that is 1.5 s of waiting. */
const MAX_CALLS = 5;
const FIRST_WAIT_MS = 100;

/**
 * Items by id as of now (consistent reads), with these members only; absent ones are left out. Ids may repeat.
 * @throws InfrastructureError when DynamoDB leaves keys unprocessed time and again
 */
export async function batchGet<T>(
  ids: readonly string[],
  members: readonly (keyof T & string)[],
  deps: BatchGetDependencies,
): Promise<Map<string, T>> {
  const groups = inGroups([...new Set(ids)], MAX_KEYS);
  const found = await Promise.all(groups.map((group) => getGroup(request(group, members), deps)));
  // The id is always among the members that are asked for.
  return new Map(found.flat().map((item) => [item.id?.S as string, unmarshall(item) as T]));
}

/** Every name is aliased, for some are reserved words. */
function request(ids: string[], members: readonly string[]): KeysAndAttributes {
  const names = ['id', ...members];
  return {
    Keys: ids.map((id) => ({ id: { S: id } })),
    ConsistentRead: true,
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
}

async function getGroup(
  keys: KeysAndAttributes,
  { table, clock }: BatchGetDependencies,
): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  let left: KeysAndAttributes | undefined = keys;
  for (let call = 0; call < MAX_CALLS; call += 1) {
    if (call > 0) await clock.sleep(FIRST_WAIT_MS * 2 ** (call - 1));
    const { Responses, UnprocessedKeys }: BatchGetItemCommandOutput = await table.client.send(
      new BatchGetItemCommand({ RequestItems: { [table.name]: left } }),
    );
    items.push(...(Responses?.[table.name] ?? []));
    left = UnprocessedKeys?.[table.name];
    if (left === undefined) return items;
  }
  throw new InfrastructureError(`${table.name}: keys were left unprocessed ${MAX_CALLS} times`);
}
