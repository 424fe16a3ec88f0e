import { makeProgram } from '../../cli/status';
import type { ProcessingInput } from '../../contracts/processing';
import { aCapture, aRecord, BUCKET } from '../helpers/captures';
import { runCommand } from '../helpers/command-line';
import { useCommandEndpoint } from '../helpers/command-endpoint';

const aws = useCommandEndpoint('__tests__/cli/regions.json');

const status = (...args: string[]) => runCommand(makeProgram, [...args, '--endpoint', aws().url]);
const store = (...captures: ProcessingInput[]) =>
  aws().objects.push(...captures.map(({ key }) => `${BUCKET}/${key}`));

it('a completed capture is shown for people', async () => {
  const capture = aCapture();
  aws().records.set(
    capture.id,
    aRecord(capture, {
      status: 'COMPLETED',
      final: true,
      result: '{"size":2}',
      receivedAt: 1_000_000,
      completedAt: 1_002_000,
    }),
  );

  const { exitCode, out } = await status(capture.id);

  expect(exitCode).toBe(0);
  expect(out).toEqual([
    `id           ${capture.id}`,
    'status       COMPLETED',
    'attempts     1',
    'result       {"size":2}',
    'principal    acme',
    'received     1970-01-01T00:16:40.000Z',
    'claimed      1970-01-01T00:16:40.000Z',
    'completed    1970-01-01T00:16:42.000Z',
    `payload      s3://${BUCKET}/${capture.key} (2 bytes)`,
  ]);
});

it.each([
  [true, 'FAILED (for good)'],
  [undefined, 'FAILED (may be tried again)'],
] as const)('a failed capture says why, and whether for good: %s', async (final, shown) => {
  const capture = aCapture();
  const error = { name: 'ProcessorError', message: 'TypeError: boom' };
  aws().records.set(capture.id, aRecord(capture, { status: 'FAILED', final, error }));

  const { out } = await status(capture.id);

  expect(out).toContain(`status       ${shown}`);
  expect(out).toContain('error        ProcessorError: TypeError: boom');
});

it('a record is shown as it is with --json', async () => {
  const capture = aCapture();
  const record = aRecord(capture);
  aws().records.set(capture.id, record);

  const { out } = await status(capture.id, '--json');

  expect(JSON.parse(out.join('\n'))).toEqual(record);
});

it('a capture without a record is found among the objects of its channel', async () => {
  const capture = aCapture();
  store(...Array.from({ length: 1500 }, () => aCapture()), capture);

  const { exitCode, out } = await status(capture.id);

  expect(exitCode).toBe(0);
  expect(out).toContain('status       CAPTURED (not processed yet)');
  expect(out).toContain('principal    acme');
  expect(aws().s3Requests).toHaveLength(2);
});

it('with its principal it is found at once', async () => {
  const capture = aCapture();
  store(capture);

  const { out } = await status(capture.id, '--principal', 'acme');

  expect(out).toContain('status       CAPTURED (not processed yet)');
  expect(aws().s3Requests).toEqual([`HEAD /${BUCKET}/${capture.key}`]);
});

it.each([
  [[], 'no object in the first 10,000 of channel publish (--principal looks at all)'],
  [['--principal', 'acme'], 'no object of principal acme'],
])('fails for an id that is unknown, and says where it looked: %j', async (options, where) => {
  const { id } = aCapture();

  expect(await status(id, ...options)).toEqual({
    exitCode: 3,
    out: [],
    notes: `${id}: there is no record, and ${where}`,
  });
});

it('a search ends after ten pages', async () => {
  store(...Array.from({ length: 11_000 }, () => aCapture()));

  expect((await status(aCapture().id)).exitCode).toBe(3);
  expect(aws().s3Requests).toHaveLength(10);
});

it('fails for an id without the form of one, and names the form', async () => {
  const { exitCode, notes } = await status('x');

  expect(exitCode).toBe(2);
  expect(notes).toContain('<region>.<channel>.<requestId>');
});

it('fails for a region that the configuration does not have', async () => {
  const { exitCode, notes } = await status('mars-north-1.publish.x');

  expect(exitCode).toBe(3);
  expect(notes).toContain('no ingest region mars-north-1');
});

it('the help explains the exit codes', async () => {
  const { exitCode, out } = await status('--help');

  expect(exitCode).toBe(0);
  expect(out.join('')).toContain('Exit codes:');
});

it('fails for an option that there is not', async () => {
  const { exitCode, notes } = await status('x', '--wrong');

  expect(exitCode).toBe(2);
  expect(notes).toContain("unknown option '--wrong'");
});
