import type { JsonOperation } from '../protocol/json-operation';
import type { ActionName, Data } from './engine';
import type { DynamoDbService } from './service';

/** An operation on one table, or on one of its indexes. */
export function tableOperation(name: ActionName): JsonOperation<DynamoDbService, Data, Data> {
  return {
    action: `dynamodb:${name}`,
    resource: ({ TableName, IndexName }, service, { region }) => {
      const table = service.tableArn(region, String(TableName));
      return typeof IndexName === 'string' ? `${table}/index/${IndexName}` : table;
    },
    run: (input, service, { region }) => service.engineOf(region).execute(name, input),
  };
}
