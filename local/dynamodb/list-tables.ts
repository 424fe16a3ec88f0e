import type { JsonOperation } from '../protocol/json-operation';
import type { Data } from './engine';
import type { DynamoDbService } from './service';

export const listTables: JsonOperation<DynamoDbService, Data, Data> = {
  action: 'dynamodb:ListTables',
  resource: () => '*',
  run: (input, service, { region }) => service.engineOf(region).execute('ListTables', input),
};
