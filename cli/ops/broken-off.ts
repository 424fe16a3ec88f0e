import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { workflowTypeOf } from '../../contracts/capture';
import { recordsTableName } from '../../contracts/naming';
import type { CaptureRecord } from '../../contracts/record';
import { CommandError, ExitCode } from '../exit-code';
import { ofResource } from '../missing-resource';
import { clientConfig, type Target } from '../target';

/** Statuses of an execution in which nothing of it runs any more (Step Functions API reference, DescribeExecution). */
const ENDED = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * How the execution of a job has ended that still has the claim: it was aborted or timed out, and could not say so. Undefined
 * while it runs, or when nobody can tell: Step Functions knows STANDARD executions only.
 */
export async function endOfExecution(
  target: Target,
  { channel, claim }: CaptureRecord,
): Promise<string | undefined> {
  if (workflowTypeOf(channel) !== 'STANDARD') return undefined;
  const client = new SFNClient(clientConfig(target, target.settings.central.region));
  try {
    const { status = '' } = await client.send(new DescribeExecutionCommand({ executionArn: claim }));
    return ENDED.includes(status) ? status : undefined;
  } catch (error) {
    // Claimed, and not started: whoever claimed may be about to.
    if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

const stillSo = '#status = :processing AND #claim = :claim';

/**
 * Ends the lease of a claim, so that the next sweep goes on with the attempt.
 * @throws CommandError when the claim is no longer the record's
 */
export async function giveBack(target: Target, { id, claim }: CaptureRecord, now: number): Promise<void> {
  const { name, central } = target.settings;
  const table = recordsTableName(name);
  const client = new DynamoDBClient(clientConfig(target, central.region));
  const update = new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: 'SET #leaseExpiresAt = :over, #dueAt = :now',
    ConditionExpression: stillSo,
    ExpressionAttributeNames: Object.fromEntries(
      ['status', 'claim', 'leaseExpiresAt', 'dueAt'].map((attribute) => [`#${attribute}`, attribute]),
    ),
    ExpressionAttributeValues: {
      ':over': { N: '0' },
      ':now': { N: String(now) },
      ':processing': { S: 'PROCESSING' },
      ':claim': { S: claim },
    },
  });
  try {
    await ofResource(`table ${table}`, client.send(update));
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
    throw new CommandError(ExitCode.Failed, `${id}: it has gone on meanwhile: npm run status -- ${id}`);
  } finally {
    client.destroy();
  }
}
