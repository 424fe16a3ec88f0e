import type { RecordStatus } from '../contracts/record';
import { type EndingOptions, toEnd } from './ending';
import { RETRY_DYNAMODB } from './tasks';

export interface ConclusionOptions extends EndingOptions {
  tableName: string;
}

const NEXT: Record<Exclude<RecordStatus, 'PROCESSING'>, string> = {
  COMPLETED: 'Complete',
  REJECTED: 'Conclude',
  FAILED: 'Conclude',
  DUPLICATE: 'Mark duplicate',
};

const fromResult = (member: string) => ({ 'S.$': `$.processed.Payload.${member}` });

/** States that write what Process concluded to the record, once and for all. */
export function conclusion(options: ConclusionOptions) {
  return {
    // No default: an unknown status ends the execution as trouble of ours, and the lease brings the capture back.
    'Concluded?': {
      Type: 'Choice',
      Choices: Object.entries(NEXT).map(([status, next]) => ({
        Variable: '$.processed.Payload.status',
        StringEquals: status,
        Next: next,
      })),
    },
    Complete: record(options, { result: fromResult('result') }),
    Conclude: record(options, {
      error: { M: { name: fromResult('error.name'), message: fromResult('error.message') } },
      // Key of the sparse index that people look at.
      attention: fromResult('status'),
    }),
    'Mark duplicate': record(options, { duplicateOf: fromResult('duplicateOf') }),
    Terminal: {
      Type: 'Pass',
      Parameters: { outcome: 'TERMINAL', 'status.$': '$.processed.Payload.status' },
      ...toEnd(options),
    },
    // Another claim owns the record by now: whatever this execution found out is void.
    Lost: { Type: 'Pass', Parameters: { outcome: 'LOST' }, End: true },
  };
}

/** What a record bears while a sweep has to look at it; nothing of the kind in an EXPRESS workflow. */
const UNFINISHED_MEMBERS = ['unfinished', 'dueAt', 'maxAttempts'];

/**
 * An update that only the claim which is processing may make, counted so that a broken fence would show; every attribute
 * name is aliased, many are reserved.
 */
function record(
  { partition, tableName, bookkeepingTimeoutSeconds }: ConclusionOptions,
  given: Record<string, unknown>,
) {
  const values: Record<string, unknown> = {
    status: fromResult('status'),
    final: { BOOL: true },
    completedAt: { 'N.$': '$.processed.Payload.completedAt' },
    receivedAt: { 'N.$': '$.processed.Payload.receivedAt' },
    ...given,
  };
  const names = Object.keys(values);
  return {
    Type: 'Task',
    Resource: `arn:${partition}:states:::dynamodb:updateItem`,
    Parameters: {
      TableName: tableName,
      Key: { id: { 'S.$': '$.capture.id' } },
      UpdateExpression: [
        `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        `REMOVE ${UNFINISHED_MEMBERS.map((name) => `#${name}`).join(', ')}`,
        'ADD #conclusions :one',
      ].join(' '),
      ConditionExpression: '#status = :processing AND #claim = :me',
      ExpressionAttributeNames: Object.fromEntries(
        [...names, ...UNFINISHED_MEMBERS, 'claim', 'conclusions'].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
        ':processing': { S: 'PROCESSING' },
        ':me': { 'S.$': '$$.Execution.Id' },
        ':one': { N: '1' },
      },
    },
    ResultPath: null,
    TimeoutSeconds: bookkeepingTimeoutSeconds,
    Retry: RETRY_DYNAMODB,
    Catch: [
      { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], ResultPath: null, Next: 'Lost' },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Fail' },
    ],
    Next: 'Terminal',
  };
}
