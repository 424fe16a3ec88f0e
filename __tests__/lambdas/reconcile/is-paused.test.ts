import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DRAIN_CONTROL_ID } from '../../../contracts/drain-control';
import { isPaused } from '../../../lambdas/reconcile/is-paused';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeEach(async () => {
  table = await TestTable.start();
});
afterEach(() => table.stop());

const ask = () => isPaused('eu-west-2', { table, clock: new ManualClock() });
const control = (...regions: string[]) =>
  table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: {
        id: { S: DRAIN_CONTROL_ID },
        ...(regions.length > 0 && { pausedRegions: { SS: regions } }),
      },
    }),
  );

it('no region is paused while nobody has paused any', async () => {
  expect(await ask()).toBe(false);

  await control();

  expect(await ask()).toBe(false);
});

it('a region is paused while it is among those that an operator has paused', async () => {
  await control('us-east-1');
  expect(await ask()).toBe(false);

  await control('us-east-1', 'eu-west-2');
  expect(await ask()).toBe(true);
});
