import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { FailRequest, FailResult } from '../../contracts/processing';
import type { CaptureRecord, RecordedError } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import { type RecordsTable, readRecord } from '../shared/read-record';
import { classifyError } from './classify-error';

export interface FailDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
}

/**
 * Records how an attempt failed, fenced by its claim: FAILED when the processor is to blame, released (its
 * lease ended, so that the next claim goes on with it) when the trouble is ours. Running twice changes nothing and answers the same.
 */
export async function recordFailure(request: FailRequest, deps: FailDependencies): Promise<FailResult> {
  const { counts, error } = classifyError(request);
  const written = counts ? await writeFailed(request, error, deps) : await release(request, deps);
  if (written) return counts ? failed(request, request.attempt, error) : { outcome: 'INFRASTRUCTURE', error };
  const record = await readRecord(deps.table, request.capture.id);
  return explainLoss(record, request, error);
}

const stillMine = '#status = :processing AND #claim = :me';

function writeFailed(request: FailRequest, error: RecordedError, deps: FailDependencies): Promise<boolean> {
  return update(request, deps, {
    expression: 'SET #status = :failed, #attention = :failed, #error = :error, #completedAt = :now',
    names: ['status', 'claim', 'attention', 'error', 'completedAt'],
    values: {
      ':failed': { S: 'FAILED' },
      ':error': { M: { name: { S: error.name }, message: { S: error.message } } },
      ':now': { N: String(deps.clock.now()) },
    },
  });
}

function release(request: FailRequest, deps: FailDependencies): Promise<boolean> {
  return update(request, deps, {
    expression: 'SET #leaseExpiresAt = :zero',
    names: ['status', 'claim', 'leaseExpiresAt'],
    values: { ':zero': { N: '0' } },
  });
}

interface Change {
  expression: string;
  names: string[];
  values: Record<string, { S: string } | { N: string } | { M: Record<string, { S: string }> }>;
}

/** @returns false when the condition did not hold */
async function update(
  { capture, claim }: FailRequest,
  deps: FailDependencies,
  change: Change,
): Promise<boolean> {
  try {
    await deps.table.client.send(
      new UpdateItemCommand({
        TableName: deps.table.name,
        Key: { id: { S: capture.id } },
        UpdateExpression: change.expression,
        ConditionExpression: stillMine,
        ExpressionAttributeNames: Object.fromEntries(change.names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':processing': { S: 'PROCESSING' },
          ':me': { S: claim },
          ...change.values,
        },
      }),
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}

/** The write was refused: it was done before (a repeated Fail), or the record is no longer this claim's. */
function explainLoss(
  record: CaptureRecord | undefined,
  request: FailRequest,
  error: RecordedError,
): FailResult {
  if (record?.claim !== request.claim || record.final || record.status !== 'FAILED')
    return { outcome: 'LOST' };
  return failed(request, record.attempts, record.error ?? error);
}

function failed({ capture }: FailRequest, attempts: number, error: RecordedError): FailResult {
  return { outcome: attempts < capture.maxAttempts ? 'RETRY' : 'EXHAUSTED', attempts, error };
}
