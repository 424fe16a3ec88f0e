import { readIdempotencyItem, readRecord } from '../../../lambdas/shared/read-record';
import { aCapture, aRecord } from '../../helpers/captures';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

it('a record is read as it was written, or not at all', async () => {
  const record = aRecord(aCapture(), { final: true, error: { name: 'E', message: '' }, result: 'null' });
  await table.put(record);

  expect(await readRecord(table, record.id)).toEqual(record);
  expect(await readRecord(table, 'unknown')).toBeUndefined();
});

it('reads are consistent, for decisions rest on them', async () => {
  const inputs: object[] = [];
  const watched = table.disturbed(async (_, call, input) => {
    inputs.push(input);
    await call();
  });

  await readRecord(watched, 'a');
  await readIdempotencyItem(watched, 'b');

  expect(inputs).toEqual(
    ['a', 'b'].map((id) => ({ TableName: table.name, Key: { id: { S: id } }, ConsistentRead: true })),
  );
});
