import type { JsonOperation } from '../protocol/json-operation';
import type { Data } from './engine';
import { tableOperation } from './item-operation';
import type { DynamoDbService } from './service';

const plain = tableOperation('DescribeTable');

/** The description of a table, its replicas in other regions included. */
export const describeTable: JsonOperation<DynamoDbService, Data, Data> = {
  ...plain,
  async run(input, service, context) {
    const output = (await plain.run(input, service, context)) as { Table: Data };
    const regions = service.find(context.region, String(input.TableName))?.regions ?? [];
    const others = regions.filter((region) => region !== context.region);
    if (others.length === 0) return output;
    const Replicas = others.map((RegionName) => ({ RegionName, ReplicaStatus: 'ACTIVE' }));
    return { Table: { ...output.Table, GlobalTableVersion: '2019.11.21', Replicas } };
  },
};
