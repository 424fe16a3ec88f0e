import { AwsError } from '../core/aws-error';
import type { JsonOperation } from '../protocol/json-operation';
import type { DynamoDbService } from './service';

interface Input {
  TableName: string;
}

interface Output {
  TimeToLiveDescription: { TimeToLiveStatus: string; AttributeName?: string };
}

export const describeTimeToLive: JsonOperation<DynamoDbService, Input, Output> = {
  action: 'dynamodb:DescribeTimeToLive',
  resource: ({ TableName }, service, { region }) => service.tableArn(region, TableName),
  run: ({ TableName }, service, { region }) => {
    const table = service.find(region, TableName);
    if (!table) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Requested resource not found: Table: ${TableName} not found`,
      );
    }
    const { ttlAttribute } = table.settings;
    return {
      TimeToLiveDescription: ttlAttribute
        ? { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute }
        : { TimeToLiveStatus: 'DISABLED' },
    };
  },
};
