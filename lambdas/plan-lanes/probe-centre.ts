import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ProbeRequest } from '../../contracts/processing';
import { InfrastructureError, isNamed } from '../shared/infrastructure-error';

export interface Centre {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  lambda: Pick<LambdaClient, 'send'>;
  recordsTable: string;
  processFunction: string;
}

/** No capture has this id: ids have dots. */
const PROBE_ID = 'probe';

/** Lambda runs all of the function that it may at once (Lambda API reference, Invoke). */
const THROTTLED = 'TooManyRequestsException';

/**
 * Asks whether the centre can process at all: the table answers, the Process function runs, be it to capacity.
 * @throws when either does not
 */
export async function probeCentre(centre: Centre): Promise<void> {
  await Promise.all([
    centre.dynamodb.send(
      new GetItemCommand({ TableName: centre.recordsTable, Key: { id: { S: PROBE_ID } } }),
    ),
    probeProcess(centre),
  ]);
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
