import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ClaimRequest, ClaimResult } from '../../contracts/processing';
import type { CaptureRecord } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import { InfrastructureError } from '../shared/infrastructure-error';
import { type RecordsTable, readRecord } from '../shared/read-record';
import { recordedError } from '../shared/recorded-error';
import { expireLease } from './expire-lease';

export interface ClaimDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
  /** How long the claim is respected, seconds. */
  leaseSeconds: number;
  /** How long the record is kept, seconds. */
  recordRetentionSeconds: number;
}

/** Between a lost condition and the read that explains it, another execution may move the record: look again. */
const MAX_ROUNDS = 5;

/**
 * Claims a capture for one execution, or says why not.
 * @throws InfrastructureError when the record keeps changing
 */
export async function claimCapture(request: ClaimRequest, deps: ClaimDependencies): Promise<ClaimResult> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const attempt = await takeClaim(request, deps);
    if (attempt !== undefined) return { outcome: 'CLAIMED', attempt };
    const record = await readRecord(deps.table, request.capture.id);
    const result = record && (await explainLoss(record, request, deps));
    if (result) return result;
  }
  throw new InfrastructureError(
    `${request.capture.id} changed ${MAX_ROUNDS} times while it was being claimed`,
  );
}

const notYetKnown = 'attribute_not_exists(#id)';
const notFinal = 'attribute_not_exists(#final)';
const attemptsLeft = '#attempts < :max';
const failedOrLeaseOver = '(#status = :failed OR #leaseExpiresAt <= :now)';

/**
 * One conditional write: of any number of executions, one gets the claim.
 *
 *     unknown ──► PROCESSING (claim, lease) ──► terminal: never claimed again
 *                   ▲            │
 *                   └── FAILED ◄─┴─► lease over: claimable while attempts are left
 *
 * @returns the attempt's number, or undefined when the condition did not hold
 */
async function takeClaim(request: ClaimRequest, deps: ClaimDependencies): Promise<number | undefined> {
  const { capture, claim } = request;
  const now = deps.clock.now();
  const set = {
    channel: { S: capture.channel },
    principal: { S: capture.principal },
    region: { S: capture.region },
    bucket: { S: capture.bucket },
    key: { S: capture.key },
    size: { N: String(capture.size) },
    eTag: { S: capture.eTag },
    status: { S: 'PROCESSING' },
    claim: { S: claim },
    claimedAt: { N: String(now) },
    leaseExpiresAt: { N: String(now + deps.leaseSeconds * 1000) },
    expiresAt: { N: String(Math.floor(now / 1000) + deps.recordRetentionSeconds) },
  };
  const names = [...Object.keys(set), 'id', 'final', 'attempts', 'attention', 'error'];
  try {
    const { Attributes } = await deps.table.client.send(
      new UpdateItemCommand({
        TableName: deps.table.name,
        Key: { id: { S: capture.id } },
        UpdateExpression: `SET ${Object.keys(set).map((name) => `#${name} = :${name}`)} REMOVE #attention, #error ADD #attempts :one`,
        ConditionExpression: `${notYetKnown} OR (${notFinal} AND ${attemptsLeft} AND ${failedOrLeaseOver})`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          ':one': { N: '1' },
          ':max': { N: String(capture.maxAttempts) },
          ':failed': { S: 'FAILED' },
          ':now': { N: String(now) },
        },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.attempts?.N);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Why the claim was lost; undefined when the record is claimable by now. */
async function explainLoss(
  record: CaptureRecord,
  { capture, claim }: ClaimRequest,
  deps: ClaimDependencies,
): Promise<ClaimResult | undefined> {
  if (record.final) return { outcome: 'TERMINAL', status: record.status };
  // The answer to this execution's own first try was lost on the way.
  if (record.claim === claim && record.status === 'PROCESSING') {
    return { outcome: 'CLAIMED', attempt: record.attempts };
  }
  if (record.status === 'FAILED') {
    if (record.attempts < capture.maxAttempts) return undefined;
    const error = record.error ?? recordedError('Unknown', 'no reason was recorded');
    return { outcome: 'EXHAUSTED', attempts: record.attempts, error };
  }
  const now = deps.clock.now();
  if (record.leaseExpiresAt > now) return { outcome: 'IN_FLIGHT', leaseExpiresAt: record.leaseExpiresAt };
  if (record.attempts < capture.maxAttempts) return undefined;
  const error = await expireLease(record, deps);
  return error && { outcome: 'EXHAUSTED', attempts: record.attempts, error };
}
