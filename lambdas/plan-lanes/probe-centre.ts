import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { DRAIN_CONTROL_ID } from '../../contracts/drain-control';
import type { ProbeRequest } from '../../contracts/processing';
import { InfrastructureError, isNamed } from '../shared/infrastructure-error';

export interface Centre {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  lambda: Pick<LambdaClient, 'send'>;
  recordsTable: string;
  processFunction: string;
}

/** Lambda runs all of the function that it may at once (Lambda API reference, Invoke). */
const THROTTLED = 'TooManyRequestsException';

/**
 * Asks whether the centre can process at all: the table answers, the Process function runs, be it to capacity. The item
 * that the table is asked for says which regions are paused.
 * @returns the paused regions, as they stand at this moment
 * @throws when either does not answer
 */
export async function probeCentre(centre: Centre): Promise<string[]> {
  const [paused] = await Promise.all([readPausedRegions(centre), probeProcess(centre)]);
  return paused;
}

async function readPausedRegions({ dynamodb, recordsTable }: Centre): Promise<string[]> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: recordsTable,
      Key: { id: { S: DRAIN_CONTROL_ID } },
      // Once a person was told that a region is paused, no plan may still see it drained.
      ConsistentRead: true,
    }),
  );
  return Item?.pausedRegions?.SS ?? [];
}

async function probeProcess({ lambda, processFunction }: Centre): Promise<void> {
  const probe: ProbeRequest = { probe: true };
  try {
    const { FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName: processFunction, Payload: JSON.stringify(probe) }),
    );
    if (FunctionError) throw new InfrastructureError(`${processFunction} cannot run: ${FunctionError}`);
  } catch (thrown) {
    // Busy is not broken: to withhold the lanes would idle what is free a moment later.
    if (!isNamed(thrown, THROTTLED)) throw thrown;
  }
}
