import { AwsError } from '../core/aws-error';
import type { JsonOperation } from '../protocol/json-operation';
import type { Data } from './engine';
import type { DynamoDbService } from './service';

/** A batch, which is evaluated against its table. One over several tables is not served. */
export function batchOperation(
  name: 'BatchGetItem' | 'BatchWriteItem',
): JsonOperation<DynamoDbService, Data, Data> {
  return {
    action: `dynamodb:${name}`,
    resource: ({ RequestItems }, service, { region }) => {
      const tables = Object.keys(RequestItems ?? {});
      if (tables.length > 1) {
        throw new AwsError('NotImplemented', `dynamodb:${name} is served for one table at a time.`, 501);
      }
      return service.tableArn(region, tables[0] ?? '');
    },
    run: (input, service, { region }) => service.engineOf(region).execute(name, input),
  };
}
