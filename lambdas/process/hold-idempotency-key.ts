import { createHash } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ProcessRequest } from '../../contracts/processing';
import { type IdempotencyItem, idempotencyItemId } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import { InfrastructureError } from '../shared/infrastructure-error';
import { type RecordsTable, readIdempotencyItem, readRecord } from '../shared/read-record';

export interface IdempotencyDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
  /** How long the key is remembered, seconds. */
  recordRetentionSeconds: number;
}

/** HELD: this capture may run. The other two name the capture that came first. */
export type Hold = { outcome: 'HELD' } | { outcome: 'DUPLICATE' | 'OTHER_PAYLOAD'; holder: string };

/** The key can change hands between a read and the write that rests on it: look again. */
const MAX_ROUNDS = 5;

/**
 * Takes the idempotency key for this attempt, or says who has it. Every change of hands is a conditional put on what
 * was seen, so of two newcomers, or of a newcomer and a retry of the holder, one gets the key.
 *
 * @throws InfrastructureError when the key keeps changing hands, or this attempt has lost its own claim
 */
export async function holdIdempotencyKey(
  request: ProcessRequest,
  idempotencyKey: string,
  deps: IdempotencyDependencies,
): Promise<Hold> {
  const { channel, principal } = request.capture;
  const keySha256 = createHash('sha256').update(idempotencyKey).digest('hex');
  const id = idempotencyItemId(channel, principal, keySha256);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (await put(id, request, nobodyHolds, {}, deps)) return { outcome: 'HELD' };
    const seen = await readIdempotencyItem(deps.table, id);
    const hold = seen && (await settle(seen, request, deps));
    if (hold) return hold;
  }
  throw new InfrastructureError(`an idempotency key changed hands ${MAX_ROUNDS} times`);
}

/** Against an item that is there: ours, to be taken over, or somebody's. Undefined: it has changed meanwhile. */
async function settle(
  seen: IdempotencyItem,
  request: ProcessRequest,
  deps: IdempotencyDependencies,
): Promise<Hold | undefined> {
  const { capture, claim } = request;
  if (seen.captureId === capture.id && seen.claim === claim) return { outcome: 'HELD' };
  if (seen.captureId === capture.id) await expectOwnClaim(request, deps);
  else {
    const holder = await readRecord(deps.table, seen.captureId);
    if (holder && holder.status !== 'FAILED') {
      const same = seen.eTag === capture.eTag && seen.size === capture.size;
      return { outcome: same ? 'DUPLICATE' : 'OTHER_PAYLOAD', holder: seen.captureId };
    }
  }
  const taken = await put(
    seen.id,
    request,
    asSeen,
    { ':holder': { S: seen.captureId }, ':seen': { S: seen.claim } },
    deps,
  );
  return taken ? { outcome: 'HELD' } : undefined;
}

/**
 * An attempt that lost its claim must not write its name over that of the attempt that follows it: the newcomer's
 * takeover rests on seeing that name change.
 */
async function expectOwnClaim({ capture, claim }: ProcessRequest, { table }: IdempotencyDependencies) {
  const record = await readRecord(table, capture.id);
  if (record?.claim !== claim || record.status !== 'PROCESSING') {
    throw new InfrastructureError(`${capture.id} is no longer held by this attempt`);
  }
}

const nobodyHolds = 'attribute_not_exists(#id)';
const asSeen = '#captureId = :holder AND #claim = :seen';

/** @returns false when the condition did not hold */
async function put(
  id: string,
  { capture, claim }: ProcessRequest,
  condition: string,
  values: Record<string, AttributeValue>,
  deps: IdempotencyDependencies,
): Promise<boolean> {
  const expiresAt = Math.floor(deps.clock.now() / 1000) + deps.recordRetentionSeconds;
  const names = ['id', 'captureId', 'claim'].filter((name) => condition.includes(`#${name}`));
  try {
    await deps.table.client.send(
      new PutItemCommand({
        TableName: deps.table.name,
        Item: {
          id: { S: id },
          captureId: { S: capture.id },
          claim: { S: claim },
          eTag: { S: capture.eTag },
          size: { N: String(capture.size) },
          expiresAt: { N: String(expiresAt) },
        },
        ConditionExpression: condition,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
      }),
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
