import type { FailRequest } from '../../../contracts/processing';
import type { CaptureRecord } from '../../../contracts/record';
import { recordFailure } from '../../../lambdas/fail/record-failure';
import { aCapture, aJob, aRecord } from '../../helpers/captures';
import { ManualClock } from '../../helpers/manual-clock';
import { TestTable } from '../../helpers/records-table';

let table: TestTable;
beforeAll(async () => {
  table = await TestTable.start();
});
afterAll(() => table.stop());

const clock = new ManualClock(5_000_000);
const fail = (request: FailRequest, on: Pick<TestTable, 'name' | 'client'> = table) =>
  recordFailure(request, { table: on, clock, retry: { retryBaseSeconds: 10, retryMaxSeconds: 900 } });

/** As Step Functions hands on an error that a function threw. */
const thrown = (name: string, message: string) => ({
  Error: name,
  Cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }),
});
const processorError = thrown('ProcessorError', 'TypeError: boom');
const throttled = { Error: 'Lambda.TooManyRequestsException', Cause: 'Rate Exceeded.' };

async function anAttempt(error: FailRequest['error'], overrides: Partial<CaptureRecord> = {}) {
  const capture = aCapture({ maxAttempts: 3 });
  await table.put(aRecord(capture, overrides));
  return { capture, claim: 'execution-1', attempt: overrides.attempts ?? 1, error };
}

it("the processor's error counts: the record is failed and wants attention", async () => {
  const request = await anAttempt(processorError);

  const result = await fail(request);

  const error = { name: 'ProcessorError', message: 'TypeError: boom' };
  expect(result).toEqual({ outcome: 'RETRY', attempts: 1, error });
  expect(await table.record(request.capture.id)).toMatchObject({
    status: 'FAILED',
    attention: 'FAILED',
    attempts: 1,
    completedAt: 5_000_000,
    error,
  });
});

it('the last attempt that fails exhausts the capture', async () => {
  const request = await anAttempt(processorError, { attempts: 3 });

  expect(await fail(request)).toMatchObject({ outcome: 'EXHAUSTED', attempts: 3 });
});

describe('in a STANDARD workflow, where the sweep goes on', () => {
  async function failed(error: FailRequest['error'], attempts: number) {
    const capture = aJob({ maxAttempts: 3 });
    const held = { unfinished: 'STANDARD', dueAt: 9_000_000, maxAttempts: 3, runs: attempts } as const;
    await table.put(aRecord(capture, { ...held, attempts }));
    await fail({ capture, claim: 'execution-1', attempt: attempts, error });
    return table.record(capture.id);
  }

  it.each([
    [1, 10],
    [2, 20],
    // There is no further attempt: it goes to the error queue.
    [3, 0],
  ])('attempt %d of three that failed is due after %d s', async (attempt, seconds) => {
    expect(await failed(processorError, attempt)).toMatchObject({
      status: 'FAILED',
      unfinished: 'STANDARD',
      dueAt: 5_000_000 + seconds * 1000,
      maxAttempts: 3,
    });
  });

  it('an attempt that trouble of ours ended is due after the first wait', async () => {
    expect(await failed(throttled, 2)).toMatchObject({
      status: 'PROCESSING',
      leaseExpiresAt: 0,
      unfinished: 'STANDARD',
      dueAt: 5_010_000,
    });
  });
});

it('a failure in an EXPRESS workflow is due for no sweep: its message comes back', async () => {
  const request = await anAttempt(processorError);

  await fail(request);

  expect(await table.record(request.capture.id)).not.toHaveProperty('dueAt');
});

it.each([
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'Runtime.OutOfMemory',
  'Runtime.UnhandledPromiseRejection',
  'Lambda.Unknown',
  'TypeError',
  'ThrottlingException',
  'Function.ResponseSizeTooLarge',
])('%s counts: user code ran, and what it did ended the function', async (name) => {
  const request = await anAttempt(thrown(name, 'Task timed out after 40.00 seconds'));

  expect(await fail(request)).toEqual({
    outcome: 'RETRY',
    attempts: 1,
    error: { name, message: 'Task timed out after 40.00 seconds' },
  });
});

it.each([
  'InfrastructureError',
  'EnvironmentError',
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'DynamoDB.ProvisionedThroughputExceededException',
  'States.Timeout',
  'States.TaskFailed',
  'Runtime.ImportModuleError',
  'Runtime.HandlerNotFound',
  'Runtime.MalformedHandlerName',
  'Runtime.UserCodeSyntaxError',
  'Runtime.InvalidEntrypoint',
])('%s is trouble of ours: the lease is over and the attempt can go on', async (name) => {
  const request = await anAttempt(thrown(name, 'try later'), { attempts: 2 });

  expect(await fail(request)).toEqual({ outcome: 'INFRASTRUCTURE', error: { name, message: 'try later' } });
  const record = await table.record(request.capture.id);
  expect(record).toMatchObject({ status: 'PROCESSING', attempts: 2, leaseExpiresAt: 0 });
  expect(record).not.toHaveProperty('attention');
});

it.each(['Sandbox.Timedout', 'TypeError'])(
  "%s of Claim is never the processor's: what it may have claimed is given back",
  async (name) => {
    const request = await anAttempt(thrown(name, 'Task timed out after 11.00 seconds'));

    expect(await fail({ ...request, attempt: 0 })).toMatchObject({ outcome: 'INFRASTRUCTURE' });
    expect(await table.record(request.capture.id)).toMatchObject({ status: 'PROCESSING', leaseExpiresAt: 0 });
  },
);

it('a Claim that failed without a claim gives nothing back', async () => {
  const request = await anAttempt(thrown('TypeError', 'boom'), { claim: 'execution-2' });
  const before = await table.record(request.capture.id);

  expect(await fail({ ...request, attempt: 0 })).toEqual({ outcome: 'LOST' });
  expect(await table.record(request.capture.id)).toEqual(before);
});

it('a Fail that runs twice answers the same and counts once', async () => {
  const request = await anAttempt(processorError);

  const first = await fail(request);

  expect(await fail(request)).toEqual(first);
  expect((await table.record(request.capture.id))?.attempts).toBe(1);
});

it('a release that runs twice answers the same and changes nothing', async () => {
  const request = await anAttempt(throttled, { attempts: 2 });

  const first = await fail(request);
  const released = await table.record(request.capture.id);

  expect(await fail(request)).toEqual(first);
  expect(await table.record(request.capture.id)).toEqual(released);
});

it.each([
  ['the processor', processorError],
  ['ours', throttled],
])('a zombie writes nothing, whoever is to blame: %s', async (_, error) => {
  const request = await anAttempt(error, { claim: 'execution-2', attempts: 2 });
  const before = await table.record(request.capture.id);

  expect(await fail({ ...request, attempt: 1 })).toEqual({ outcome: 'LOST' });
  expect(await table.record(request.capture.id)).toEqual(before);
});

it.each([
  ['the processor', processorError],
  ['ours', throttled],
])('a record that its own claim has completed stays completed, whoever is to blame: %s', async (_, error) => {
  const request = await anAttempt(error, { status: 'COMPLETED', final: true });
  const before = await table.record(request.capture.id);

  expect(await fail(request)).toEqual({ outcome: 'LOST' });
  expect(await table.record(request.capture.id)).toEqual(before);
});

it('a record that is gone is lost', async () => {
  const request = { capture: aCapture(), claim: 'execution-1', attempt: 1, error: processorError };

  expect(await fail(request)).toEqual({ outcome: 'LOST' });
});

it.each([
  ['plain text', 'The service is away', 'The service is away'],
  ['JSON that was cut', '{"errorMessage":"bo', '{"errorMessage":"bo'],
  ['JSON without a message', '{"a":1}', '{"a":1}'],
  ['no cause', undefined, ''],
])('a cause is told as it is: %s', async (_, Cause, message) => {
  const request = await anAttempt({ Error: 'ProcessorError', Cause });

  expect(await fail(request)).toMatchObject({ error: { name: 'ProcessorError', message } });
});

it('a long message is cut to what a record should keep', async () => {
  const request = await anAttempt(thrown('ProcessorError', 'x'.repeat(30_000)));

  await fail(request);

  expect((await table.record(request.capture.id))?.error?.message).toHaveLength(2000);
});

it('fails when the table cannot be asked', async () => {
  const request = await anAttempt(processorError);
  const away = table.disturbed(() => Promise.reject(new Error('table away')));

  await expect(fail(request, away)).rejects.toThrow('table away');
});
