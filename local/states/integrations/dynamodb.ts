import type { Integration } from '../integrations';
import { serviceError } from './service-error';

/** `dynamodb:<operation>`: the state's parameters are the operation's input. */
export function dynamodbTask(operation: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem'): Integration {
  return {
    run: async (parameters, { cloud, region, caller }) => {
      try {
        return await cloud.call(region, 'dynamodb', operation, parameters, caller);
      } catch (error) {
        throw serviceError('DynamoDB', error);
      }
    },
  };
}
