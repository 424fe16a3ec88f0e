import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ProbeRequest } from '../../contracts/processing';
import { InfrastructureError } from '../shared/infrastructure-error';

export interface Centre {
  dynamodb: Pick<DynamoDBClient, 'send'>;
  lambda: Pick<LambdaClient, 'send'>;
  recordsTable: string;
  processFunction: string;
}

/** No capture has this id: ids have dots. */
const PROBE_ID = 'probe';

/**
 * Asks whether the centre can process at all: the table answers, the Process function runs.
 * @throws when either does not
 */
export async function probeCentre(centre: Centre): Promise<void> {
  const probe: ProbeRequest = { probe: true };
  const [, invocation] = await Promise.all([
    centre.dynamodb.send(
      new GetItemCommand({ TableName: centre.recordsTable, Key: { id: { S: PROBE_ID } } }),
    ),
    centre.lambda.send(
      new InvokeCommand({ FunctionName: centre.processFunction, Payload: JSON.stringify(probe) }),
    ),
  ]);
  if (invocation.FunctionError) {
    throw new InfrastructureError(`${centre.processFunction} cannot run: ${invocation.FunctionError}`);
  }
}
