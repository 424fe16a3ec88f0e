import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { type Capture, RejectedError } from '../../../contracts/processor';
import { MAX_RESULT_BYTES } from '../../../contracts/record';
import { ProcessorError } from '../../../lambdas/process/call-processor';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { attempt, type Attempt } from '../../helpers/attempts';
import { aCapture } from '../../helpers/captures';
import { awsError } from '../../helpers/fake-s3';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

type Given = Omit<Attempt, 'table'>;
const run = (given: Given, capture = aCapture()) => attempt(capture, { ...given, table });

it('what the processor answers is the result, as JSON, with its times', async () => {
  const { result } = run({ processor: async () => ({ a: 1 }) });

  expect(await result).toEqual({
    status: 'COMPLETED',
    result: '{"a":1}',
    completedAt: '1000000',
    receivedAt: '900000',
  });
});

it('the processor gets the capture as the gateway vouches for it, and the payload as a stream', async () => {
  let seen: Capture | undefined;
  const capture = aCapture({ size: 5 });

  const { result, s3 } = run(
    {
      object: { body: 'hello', contentType: 'text/plain', metadata: { 'idempotency-key': 'once' } },
      request: { attempt: 2 },
      processor: async (given) => {
        seen = given;
        return text(given.body);
      },
    },
    capture,
  );

  expect(await result).toMatchObject({ status: 'COMPLETED', result: '"hello"' });
  expect(seen).toMatchObject({
    id: capture.id,
    attempt: 2,
    channel: 'publish',
    principal: 'acme',
    region: 'eu-west-2',
    contentType: 'text/plain',
    size: 5,
    receivedAt: 900_000,
    idempotencyKey: 'once',
  });
  expect(s3.asked).toEqual([{ Bucket: capture.bucket, Key: capture.key }]);
});

it('each call of a processor is one line of the log, without the payload', async () => {
  const capture = aCapture();
  const { result, log } = run({ object: { body: '{"secret":1}', size: 12 } }, capture);

  await result;

  expect(log.withMessage('processor called')).toEqual([
    { message: 'processor called', id: capture.id, attempt: 1 },
  ]);
  expect(JSON.stringify(log.lines)).not.toContain('secret');
});

it('no answer is null', async () => {
  const { result } = run({ processor: async () => undefined });

  expect(await result).toMatchObject({ status: 'COMPLETED', result: 'null' });
});

it('the largest result is kept, one byte more is rejected with its size', async () => {
  const letters = MAX_RESULT_BYTES - 2;

  expect(await run({ processor: async () => 'x'.repeat(letters) }).result).toMatchObject({
    status: 'COMPLETED',
  });
  expect(await run({ processor: async () => 'x'.repeat(letters + 1) }).result).toMatchObject({
    status: 'REJECTED',
    error: { name: 'ResultTooLarge', message: expect.stringContaining(`${MAX_RESULT_BYTES + 1} bytes`) },
  });
});

it('the size of a result is counted in bytes, not in letters', async () => {
  const { result } = run({ processor: async () => '€'.repeat(MAX_RESULT_BYTES / 2) });

  expect(await result).toMatchObject({ error: { name: 'ResultTooLarge' } });
});

it('a rejection by the processor is final, whichever copy of the class it throws', async () => {
  class Copy extends Error {
    override readonly name = 'RejectedError';
  }
  for (const error of [new RejectedError('not ours'), new Copy('not ours')]) {
    const { result } = run({
      processor: async () => {
        throw error;
      },
    });

    expect(await result).toMatchObject({
      status: 'REJECTED',
      error: { name: 'RejectedError', message: 'not ours' },
    });
  }
});

it.each([
  ['an error', new TypeError('boom'), 'TypeError: boom'],
  ['a text', 'boom', "Error: 'boom'"],
  ['nothing', undefined, 'Error: undefined'],
  [
    'an error that looks like ours',
    awsError('InfrastructureError'),
    'InfrastructureError: InfrastructureError by S3',
  ],
])("fails as the processor's error when it throws %s", async (_, thrown, message) => {
  const { result } = run({
    processor: () => Promise.reject(thrown),
  });

  await expect(result).rejects.toMatchObject({ name: 'ProcessorError', message });
});

it("fails as the processor's error when it throws at once, or answers what is no JSON", async () => {
  const circular: { self?: unknown } = {};
  circular.self = circular;

  await expect(
    run({
      processor: () => {
        throw new Error('at once');
      },
    }).result,
  ).rejects.toThrow('Error: at once');
  await expect(run({ processor: async () => circular }).result).rejects.toThrow(ProcessorError);
  await expect(run({ processor: async () => 1n }).result).rejects.toThrow(ProcessorError);
});

it.each(['nobody', 'constructor'])(
  "fails as the processor's error when channel %s has no processor",
  async (channel) => {
    const capture = aCapture({
      channel,
      id: `eu-west-2.${channel}.x`,
      key: `captures/${channel}/acme/x`,
    });

    await expect(run({}, capture).result).rejects.toThrow('NoProcessor: there is no processor for channel');
  },
);

it('a message that is long is cut, so that the cause stays JSON', async () => {
  const { result } = run({ processor: () => Promise.reject(new Error('x'.repeat(50_000))) });

  await expect(result).rejects.toHaveProperty('message.length', 2000);
});

it('fails as trouble of ours when the table cannot be asked, and keeps the cause', async () => {
  const away = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  const { result } = attempt(aCapture(), {
    object: { metadata: { 'idempotency-key': 'once' } },
    table: table.disturbed(() => Promise.reject(away)),
  });

  await expect(result).rejects.toMatchObject({
    name: 'InfrastructureError',
    message: 'ThrottlingException: slow down',
    cause: away,
  });
});

it.each([
  ['S3', { object: { hangs: true } }],
  ['the table', { object: { metadata: { 'idempotency-key': 'once' } }, tableHangs: true }],
])('fails as trouble of ours when the function is about to end and %s has not answered', async (_, given) => {
  const end = new AbortController();
  const { object, tableHangs } = { tableHangs: false, ...given };
  const hanging = table.disturbed(() => new Promise<never>(() => {}));
  const { result, log } = attempt(aCapture(), {
    object,
    table: tableHangs ? hanging : table,
    ending: end.signal,
  });

  end.abort();

  await expect(result).rejects.toThrow(InfrastructureError);
  expect(log.withMessage('processor called')).toEqual([]);
});

it('an object that is gone fails the capture for good', async () => {
  expect(await run({ object: { error: awsError('NoSuchKey') } }).result).toEqual({
    status: 'FAILED',
    error: { name: 'PayloadExpired', message: 'the captured object is gone' },
    completedAt: '1000000',
    receivedAt: '0',
  });
});

it.each(['AccessDenied', 'NoSuchBucket', 'SlowDown', 'TimeoutError'])(
  'fails as trouble of ours when S3 answers %s',
  async (name) => {
    await expect(run({ object: { error: awsError(name) } }).result).rejects.toThrow(InfrastructureError);
  },
);

it.each([
  ['another channel', { channel: 'jobs' }],
  ['another principal', { principal: 'mallory' }],
  ['no principal', { principal: undefined }],
  ['no time', { 'received-at': undefined }],
  ['a time that is none', { 'received-at': '1e3' }],
])('metadata with %s is rejected without calling the processor', async (_, metadata) => {
  const { result, log } = run({ object: { metadata } });

  expect(await result).toMatchObject({ status: 'REJECTED', error: { name: 'MetadataMismatch' } });
  expect(log.withMessage('processor called')).toEqual([]);
});

it('an id that does not follow from the key is rejected', async () => {
  const { result } = run({}, aCapture({ id: 'eu-west-2.publish.other' }));

  expect(await result).toMatchObject({ status: 'REJECTED', error: { name: 'MetadataMismatch' } });
});

it('an object that was overwritten since is rejected', async () => {
  const { result, log } = run({ object: { eTag: 'another' } });

  expect(await result).toMatchObject({ status: 'REJECTED', error: { name: 'PayloadChanged' } });
  expect(log.withMessage('processor called')).toEqual([]);
});

describe('the stream of the payload', () => {
  const broken = () =>
    new Readable({
      read() {
        this.push(Buffer.from('{'));
        this.destroy(new Error('connection reset'));
      },
    });

  it.each<[string, Attempt['processor']]>([
    ['lets the error through', ({ body }) => buffer(body)],
    ['wraps the error', ({ body }) => buffer(body).catch(() => Promise.reject(new Error('mine')))],
    ['swallows the error', ({ body }) => buffer(body).catch(() => 'fine')],
    ['rejects for it', ({ body }) => buffer(body).catch(() => Promise.reject(new RejectedError('half')))],
  ])('fails as trouble of ours when it breaks and the processor %s', async (_, processor) => {
    await expect(run({ object: { body: broken() }, processor }).result).rejects.toThrow(InfrastructureError);
  });

  it('fails as trouble of ours when it ends early', async () => {
    const { result } = run({ object: { body: 'x', size: 2 }, processor: ({ body }) => buffer(body) });

    await expect(result).rejects.toThrow('received 1 bytes of 2');
  });

  it('does no harm when it breaks unread', async () => {
    const body = broken();
    const { result } = run({
      object: { body },
      processor: async () => {
        body.resume();
        await new Promise((resolve) => body.once('close', resolve));
        return 'unread';
      },
    });

    expect(await result).toMatchObject({ status: 'COMPLETED' });
  });

  it.each<[string, Given]>([
    ['the processor left it unread', { processor: async () => 1 }],
    ['the processor threw', { processor: () => Promise.reject(new Error('x')) }],
    ['the metadata were wrong', { object: { metadata: { channel: 'x' } } }],
  ])('is closed although %s', async (_, { object, processor }) => {
    const body = new Readable({ read() {} });

    await run({ object: { ...object, body }, processor }).result.catch(() => {});

    expect(body.destroyed).toBe(true);
  });
});
