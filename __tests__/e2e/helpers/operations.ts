import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { makeProgram } from '../../../cli/ops';
import { recordsTableName } from '../../../contracts/naming';
import type { CaptureRecord } from '../../../contracts/record';
import { type Ended, runCommand } from '../../helpers/command-line';
import { type Deployment, eventually } from './deployment';

/** Runs a command of `ops` against a deployment of the end-to-end configuration. */
export async function ops({ cloud }: Deployment, ...args: string[]): Promise<Ended> {
  const before = process.env.PILLARBOX_CONFIG;
  process.env.PILLARBOX_CONFIG = '__tests__/e2e/regions.json';
  try {
    return await runCommand(makeProgram, [...args, '--endpoint', cloud.endpoint]);
  } finally {
    if (before === undefined) delete process.env.PILLARBOX_CONFIG;
    else process.env.PILLARBOX_CONFIG = before;
  }
}

/** A capture that has used up its attempts and stands in the error queue. */
export async function exhausted(deployment: Deployment, region: string, body: string): Promise<string> {
  const id = await deployment.capture(region, body);
  await deployment.recordWhen(id, ({ status, attempts }) => status === 'FAILED' && attempts === 3);
  await eventually(`${id} in the error queue`, async () => {
    const [visible = 0] = await deployment.queueCounts(region, 'error');
    const [waiting, delayed, inFlight] = await deployment.queueCounts(region, 'capture');
    return visible > 0 && waiting === 0 && delayed === 0 && inFlight === 0 ? true : undefined;
  });
  return id;
}

/** A capture of which nothing is left but its object: no record, and nothing in any queue. */
export async function forgotten(deployment: Deployment, region: string): Promise<CaptureRecord> {
  const record = await deployment.terminal(await deployment.capture(region, '{}'));
  await eventually('an empty capture queue', async () => {
    const counts = await deployment.queueCounts(region, 'capture');
    return counts.every((count) => count === 0) ? true : undefined;
  });
  await dynamodb(deployment).send(
    new DeleteItemCommand({ TableName: recordsTableName('e2e'), Key: { id: { S: record.id } } }),
  );
  return record;
}

function dynamodb({ cloud }: Deployment): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  });
}
