import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { workflowTypeOf } from '../../../contracts/capture';
import type { LeaseSeconds } from '../../../contracts/environment';
import type { ClaimRequest } from '../../../contracts/processing';
import { type CaptureRecord, UNFINISHED } from '../../../contracts/record';
import type { Clock } from '../clock';
import type { RecordsTable } from '../read-record';

export interface ClaimDependencies {
  table: RecordsTable;
  clock: Pick<Clock, 'now'>;
  /** How long a claim is respected, seconds, by workflow type. */
  leaseSeconds: LeaseSeconds;
  /** How long the record is kept, seconds. */
  recordRetentionSeconds: number;
}

/*
 * Two conditional writes: of any number of executions, one gets the claim.
 *
 *     unknown ──► PROCESSING (claim, lease) ──► terminal: never claimed again
 *                   ▲        │         ▲ │
 *                   │        ▼         └─┘ lease over: the same attempt goes on under another claim
 *                   └──── FAILED           while attempts are left: a new attempt
 */
const notYetKnown = 'attribute_not_exists(#id)';
const notFinal = 'attribute_not_exists(#final)';
const failedWithAttemptsLeft = '#status = :failed AND #attempts < :max';
const interruptedAsSeen = '#status = :processing AND #claim = :seen AND #leaseExpiresAt <= :now';

/**
 * Starts a new attempt, which is counted.
 * @returns its number, or undefined when the condition did not hold
 */
export function startAttempt(request: ClaimRequest, deps: ClaimDependencies): Promise<number | undefined> {
  return takeClaim(request, deps, {
    raise: 1,
    condition: `${notYetKnown} OR (${notFinal} AND ${failedWithAttemptsLeft})`,
    names: ['id', 'final'],
    values: { ':failed': { S: 'FAILED' }, ':max': { N: String(request.capture.maxAttempts) } },
  });
}

/**
 * Goes on with the attempt that was seen, its lease being over. Whatever user code can do is recorded by Fail, so it was
 * trouble of ours that interrupted the attempt: it is not counted again, and no attempts need be left.
 * @returns its number, or undefined when the record has moved on
 */
export function continueAttempt(
  seen: CaptureRecord,
  request: ClaimRequest,
  deps: ClaimDependencies,
): Promise<number | undefined> {
  return takeClaim(request, deps, {
    raise: 0,
    condition: `${notFinal} AND ${interruptedAsSeen}`,
    names: ['final'],
    values: {
      ':processing': { S: 'PROCESSING' },
      ':seen': { S: seen.claim },
      ':now': { N: String(deps.clock.now()) },
    },
  });
}

interface Claiming {
  /** What is added to the attempts. */
  raise: 0 | 1;
  condition: string;
  /** What the condition names and the update does not. */
  names: string[];
  values: Record<string, { S: string } | { N: string }>;
}

async function takeClaim(
  request: ClaimRequest,
  deps: ClaimDependencies,
  { raise, condition, names, values }: Claiming,
): Promise<number | undefined> {
  const set = { ...claimed(request, deps), ...unfinished(request, deps) };
  // Who claims for a STANDARD workflow names its execution by this.
  const added = { attempts: raise, ...(isStandard(request) && { runs: 1 }) };
  const updated = [...Object.keys(set), ...Object.keys(added), 'attention', 'error', 'answerTries'];
  try {
    const { Attributes } = await deps.table.client.send(
      new UpdateItemCommand({
        TableName: deps.table.name,
        Key: { id: { S: request.capture.id } },
        UpdateExpression: `SET ${Object.keys(set).map((name) => `#${name} = :${name}`)} REMOVE #attention, #error, #answerTries ADD ${Object.keys(added).map((name) => `#${name} :${name}`)}`,
        ConditionExpression: condition,
        ExpressionAttributeNames: Object.fromEntries(
          [...updated, ...names].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          ...Object.fromEntries(
            Object.entries(added).map(([name, value]) => [`:${name}`, { N: String(value) }]),
          ),
          ...values,
        },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(Attributes?.attempts?.N);
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return undefined;
    throw thrown;
  }
}

/** What a claim writes, whichever attempt it is. */
function claimed({ capture, claim }: ClaimRequest, deps: ClaimDependencies) {
  const now = deps.clock.now();
  return {
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
    leaseExpiresAt: { N: String(now + deps.leaseSeconds[workflowTypeOf(capture.channel)] * 1000) },
    expiresAt: { N: String(Math.floor(now / 1000) + deps.recordRetentionSeconds) },
  };
}

const isStandard = ({ capture }: ClaimRequest) => workflowTypeOf(capture.channel) === 'STANDARD';

/** What a claim for a STANDARD workflow writes besides: when the sweep has to look, should the execution not end it. */
function unfinished(request: ClaimRequest, deps: ClaimDependencies) {
  if (!isStandard(request)) return {};
  return {
    unfinished: { S: UNFINISHED },
    dueAt: { N: String(deps.clock.now() + deps.leaseSeconds.STANDARD * 1000) },
    maxAttempts: { N: String(request.capture.maxAttempts) },
  };
}
