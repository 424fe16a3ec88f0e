import { AwsError } from '../core/aws-error';
import type { JsonOperation } from '../protocol/json-operation';
import { batchOperation } from './batch-operation';
import type { Data } from './engine';
import { tableOperation } from './item-operation';
import type { DynamoDbService } from './service';

type Operation = JsonOperation<DynamoDbService, Data, Data>;

/** What an operation changes. */
interface Changes {
  tableIn(input: Data): string;
  /** Each with the attributes of its key at least. */
  itemsIn(input: Data): Data[];
}

/** An operation that changes one item. */
export function writeOperation(name: 'DeleteItem' | 'PutItem' | 'UpdateItem'): Operation {
  return replicated(tableOperation(name), {
    tableIn: ({ TableName }) => String(TableName),
    itemsIn: ({ Item, Key }) => [(Item ?? Key) as Data],
  });
}

interface WriteRequest {
  PutRequest?: { Item: Data };
  DeleteRequest?: { Key: Data };
}

/** A batch of changes to the items of one table. */
export const batchWriteItem: Operation = replicated(batchOperation('BatchWriteItem'), {
  tableIn: ({ RequestItems }) => Object.keys(RequestItems ?? {})[0] ?? '',
  itemsIn: ({ RequestItems }) =>
    Object.values(RequestItems as Record<string, WriteRequest[]>)
      .flat()
      .map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
});

/** The same operation, after which the replicas follow. They themselves take no writes. */
function replicated(operation: Operation, { tableIn, itemsIn }: Changes): Operation {
  return {
    ...operation,
    async run(input, service, context) {
      const table = service.find(context.region, tableIn(input));
      if (table && table.home !== context.region) {
        throw new AwsError(
          'NotImplemented',
          `${operation.action} to a replica is not served by the local cloud: ${table.settings.name} is written in ${table.home}.`,
          501,
        );
      }
      const output = await operation.run(input, service, context);
      if (table) for (const item of itemsIn(input)) table.replicate(item);
      return output;
    },
  };
}
