import type { CaptureRecord } from '../../../contracts/record';
import { aCapture, aRecord } from '../../helpers/captures';
import { Operator } from '../../helpers/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.start();
});
afterEach(() => operator.stop());

const FAILED: Partial<CaptureRecord> = { status: 'FAILED', attention: 'FAILED', attempts: 5 };
const records = (...options: string[]) => operator.run('errors', 'eu-west-2', '--records', ...options);
const idsOf = (out: string[]) => out.filter((line) => line.startsWith('id')).map((line) => line.slice(13));

async function recorded(record: Partial<CaptureRecord> = {}): Promise<string> {
  const capture = aCapture();
  await operator.putRecord(aRecord(capture, { ...FAILED, ...record }));
  return capture.id;
}

it('an exhausted capture whose message is lost is named, with its reason and its attempts', async () => {
  const error = { name: 'ProcessorError', message: 'boom\u001b' };
  const id = await recorded({ error, completedAt: 1_700_000_000_000 });

  expect(await records()).toEqual({
    exitCode: 0,
    out: [
      `id           ${id}`,
      'reason       ProcessorError: boom\\u001b',
      'attempts     5',
      'failed       2023-11-14T22:13:20.000Z',
      '',
    ],
    notes: '1 exhausted capture of eu-west-2.',
  });
  expect(operator.cloud.asked).toEqual(['dynamodb Query']);
});

it('what is named can be retried', async () => {
  const capture = aCapture();
  await operator.putRecord(aRecord(capture, FAILED));
  await operator.putObject(capture);

  const [id = ''] = idsOf((await records()).out);

  expect((await operator.run('retry', id)).exitCode).toBe(0);
});

it.each<[string, Partial<CaptureRecord>]>([
  ['failed for good', { final: true }],
  ['has attempts left', { attempts: 4 }],
  ['was rejected', { status: 'REJECTED', attention: 'REJECTED', final: true }],
  ['is of another region', { region: 'us-east-1' }],
])('a capture that %s is not named', async (_, record) => {
  await recorded(record);

  expect((await records()).out).toEqual(['No record of eu-west-2 is exhausted.']);
});

it('every page of the index is read, the empty ones among them', async () => {
  const pages = [
    { Items: [], LastEvaluatedKey: { id: { S: 'a' } } },
    { Items: [{ id: { S: 'one' }, attempts: { N: '5' } }], LastEvaluatedKey: { id: { S: 'b' } } },
    { Items: [{ id: { S: 'two' }, attempts: { N: '5' } }] },
  ];
  operator.cloud.answer('dynamodb Query', () => pages.shift() ?? {});

  expect(idsOf((await records()).out)).toEqual(['one', 'two']);
});

it('no more is shown than --limit says, the longest ago claimed first, and no page is read beyond', async () => {
  const ids = [
    await recorded({ claimedAt: 3 }),
    await recorded({ claimedAt: 1 }),
    await recorded({ claimedAt: 2 }),
  ];

  const { out, notes } = await records('--limit', '2');

  expect(idsOf(out)).toEqual([ids[1], ids[2]]);
  expect(notes).toBe('2 exhausted captures of eu-west-2, and perhaps more: --limit.');
  const endless = { Items: [{ id: { S: 'x' } }], LastEvaluatedKey: { id: { S: 'x' } } };
  operator.cloud.answer('dynamodb Query', () => endless);
  await records('--limit', '2');
  expect(operator.cloud.asked).toHaveLength(2);
});

it('the listing is there as JSON', async () => {
  const id = await recorded();

  const { out } = await records('--json');

  expect(JSON.parse(out.join('\n'))).toEqual({ region: 'eu-west-2', captures: [{ id, attempts: 5 }] });
});

it('fails when the index cannot be read', async () => {
  operator.cloud.refuse('dynamodb Query');

  expect(await records()).toMatchObject({ exitCode: 1, out: [] });
});

it('the help tells what it is for, and the range of --limit', async () => {
  const help = (await operator.run('errors', '--help')).out.join('\n');

  expect(help).toContain('--records');
  expect(help).toContain('1–1000');
});
