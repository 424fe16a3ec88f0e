import { recordsTableName } from '../../../contracts/naming';
import type { Deployment } from '../../e2e/helpers/deployment';
import { OPERATOR } from '../../e2e/helpers/reconciling';

/** Sets by hand until when a claim is respected, epoch ms; 0 ends it. */
export async function setLease(
  { cloud: { services } }: Deployment,
  id: string,
  leaseExpiresAt: number,
): Promise<void> {
  const input = {
    TableName: recordsTableName('e2e'),
    Key: { id: { S: id } },
    UpdateExpression: 'SET leaseExpiresAt = :lease',
    ExpressionAttributeValues: { ':lease': { N: String(leaseExpiresAt) } },
  };
  await services.cloud.call('eu-west-1', 'dynamodb', 'UpdateItem', input, OPERATOR);
}
