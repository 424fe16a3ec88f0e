import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CaptureRecord } from '../../contracts/record';
import { recordFailure } from '../../lambdas/fail/record-failure';
import { holdIdempotencyKey } from '../../lambdas/process/hold-idempotency-key';
import { conclusion } from '../../workflows/conclusion';
import { aCapture, aRecord } from '../helpers/captures';
import { ManualClock } from '../helpers/manual-clock';
import { conformance } from './conformance';
import { LEASE_MS, TestRecords } from './records';

/** The functions' and the workflow's own expressions, evaluated by the target. */
conformance('DynamoDB claims', (behaviour, given) => {
  const client = given.client((config) => new DynamoDBClient(config));
  let records: TestRecords;
  let clock: ManualClock;
  beforeAll(async () => {
    records = new TestRecords(client, await given.target.createRecordsTable());
  });
  beforeEach(() => {
    clock = new ManualClock();
  });
  /** What a state of the processing workflow writes, with the claim's own values. */
  const write = async (state: 'Complete' | 'Conclude', id: string, claim: string) => {
    const options = { partition: 'aws', tableName: records.name, bookkeepingTimeoutSeconds: 1 };
    const { Parameters } = conclusion(options)[state];
    const { UpdateExpression, ConditionExpression, ExpressionAttributeNames } = Parameters;
    const values: Record<string, { S: string } | { N: string } | { BOOL: boolean } | { M: object }> = {
      ':status': { S: state === 'Complete' ? 'COMPLETED' : 'REJECTED' },
      ':final': { BOOL: true },
      ':completedAt': { N: '2' },
      ':receivedAt': { N: '1' },
      ':processing': { S: 'PROCESSING' },
      ':me': { S: claim },
      ':one': { N: '1' },
      ...(state === 'Complete'
        ? { ':result': { S: '{"size":2}' } }
        : { ':error': { M: { name: { S: 'E' }, message: { S: 'no' } } }, ':attention': { S: 'REJECTED' } }),
    };
    await client.send(
      new UpdateItemCommand({
        TableName: records.name,
        Key: { id: { S: id } },
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeNames,
        ExpressionAttributeValues: values as UpdateItemCommand['input']['ExpressionAttributeValues'],
      }),
    );
  };
  const fail = (capture: ReturnType<typeof aCapture>, claim: string, name = 'ProcessorError') =>
    recordFailure(
      { capture, claim, attempt: 1, error: { Error: name, Cause: 'why' } },
      { table: records, clock, retry: { retryBaseSeconds: 1, retryMaxSeconds: 1 } },
    );

  behaviour('Claim makes the record of an unknown capture and counts its attempt', async () => {
    const capture = aCapture();
    expect(await records.claim(capture, 'one', clock)).toEqual({ outcome: 'CLAIMED', attempt: 1 });
    const { maxAttempts: _, ...identity } = capture;
    expect(await records.record(capture.id)).toEqual({
      ...identity,
      status: 'PROCESSING',
      attempts: 1,
      claim: 'one',
      claimedAt: clock.now(),
      leaseExpiresAt: clock.now() + LEASE_MS,
      expiresAt: 1090,
    });
  });

  behaviour('of ten Claims at once one gets the capture', async () => {
    const capture = aCapture();
    const claims = Array.from({ length: 10 }, (_, n) => records.claim(capture, `execution-${n}`, clock));
    const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'CLAIMED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'IN_FLIGHT')).toHaveLength(9);
    expect((await records.record(capture.id))?.attempts).toBe(1);
  });

  behaviour('Claim takes over a lease that is over and removes what the last attempt left', async () => {
    const capture = aCapture();
    const error = { name: 'E', message: 'no' };
    const left: Partial<CaptureRecord> = { status: 'FAILED', attention: 'FAILED', error };
    await records.put({ ...aRecord(capture, left) });
    expect(await records.claim(capture, 'two', clock)).toEqual({ outcome: 'CLAIMED', attempt: 2 });
    const record = await records.record(capture.id);
    expect(record).toMatchObject({ status: 'PROCESSING', claim: 'two' });
    expect([record?.attention, record?.error]).toEqual([undefined, undefined]);
  });

  behaviour('Claim leaves a terminal record, a live lease and spent attempts alone', async () => {
    const [done, live, spent] = [aCapture(), aCapture(), aCapture()];
    const records3 = [
      aRecord(done, { status: 'COMPLETED', final: true }),
      aRecord(live, { leaseExpiresAt: clock.now() + 1 }),
      aRecord(spent, { status: 'FAILED', attempts: 3 }),
    ];
    for (const record of records3) await records.put({ ...record });
    const claims = [done, live, spent].map((capture) => records.claim(capture, 'late', clock));
    const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['TERMINAL', 'IN_FLIGHT', 'EXHAUSTED']);
    for (const record of records3) expect(await records.record(record.id)).toEqual(record);
  });

  behaviour('of ten Claims at once of a lease that is over one gets the capture', async () => {
    const capture = aCapture();
    await records.put({ ...aRecord(capture, { leaseExpiresAt: clock.now() }) });
    const claims = Array.from({ length: 10 }, (_, n) => records.claim(capture, `execution-${n}`, clock));
    const outcomes = (await Promise.all(claims)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'CLAIMED')).toHaveLength(1);
  });

  behaviour('Complete writes the result once, for the claim that processes', async () => {
    const capture = aCapture();
    await records.claim(capture, 'one', clock);
    const lost = { name: 'ConditionalCheckFailedException' };
    await expect(write('Complete', capture.id, 'zombie')).rejects.toMatchObject(lost);
    await write('Complete', capture.id, 'one');
    await expect(write('Complete', capture.id, 'one')).rejects.toMatchObject(lost);
    expect(await records.record(capture.id)).toMatchObject({
      status: 'COMPLETED',
      final: true,
      completedAt: 2,
      receivedAt: 1,
      result: '{"size":2}',
    });
  });

  behaviour('fails with ConditionalCheckFailedException to complete what was never claimed', async () => {
    const { id } = aCapture();
    await expect(write('Complete', id, 'one')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await records.get(id)).toBeUndefined();
  });

  behaviour('a rejection is written with its error and attention', async () => {
    const capture = aCapture();
    await records.claim(capture, 'one', clock);
    await write('Conclude', capture.id, 'one');
    expect(await records.record(capture.id)).toMatchObject({
      status: 'REJECTED',
      attention: 'REJECTED',
      error: { name: 'E', message: 'no' },
    });
  });

  behaviour('Fail records the error of the processor, fenced by the claim', async () => {
    const capture = aCapture();
    await records.claim(capture, 'one', clock);
    expect(await fail(capture, 'zombie')).toEqual({ outcome: 'LOST' });
    expect(await fail(capture, 'one')).toMatchObject({ outcome: 'RETRY', attempts: 1 });
    // A repeated Fail finds its own.
    expect(await fail(capture, 'one')).toMatchObject({ outcome: 'RETRY', attempts: 1 });
    expect(await records.record(capture.id)).toMatchObject({ status: 'FAILED', attention: 'FAILED' });
  });

  behaviour('Fail ends the lease when the trouble is ours, and the next Claim gets the capture', async () => {
    const capture = aCapture();
    await records.claim(capture, 'one', clock);
    await fail(capture, 'one', 'Lambda.TooManyRequestsException');
    expect(await records.record(capture.id)).toMatchObject({ status: 'PROCESSING', leaseExpiresAt: 0 });
    expect((await records.claim(capture, 'two', clock)).outcome).toBe('CLAIMED');
  });

  behaviour('an idempotency key is held by one of many, and handed on when its holder failed', async () => {
    const captures = Array.from({ length: 5 }, () => aCapture());
    await Promise.all(captures.map((capture) => records.claim(capture, capture.id, clock)));
    const hold = (capture: (typeof captures)[number]) =>
      holdIdempotencyKey({ capture, claim: capture.id, attempt: 1 }, 'order-1', {
        table: records,
        clock,
        recordRetentionSeconds: 90,
      });
    const outcomes = (await Promise.all(captures.map(hold))).map(({ outcome }) => outcome);
    expect([...outcomes].sort()).toEqual([...Array(4).fill('DUPLICATE'), 'HELD']);
    const holder = captures[outcomes.indexOf('HELD')]!;
    await fail(holder, holder.id);
    const newcomer = captures.find((capture) => capture !== holder)!;
    expect(await hold(newcomer)).toEqual({ outcome: 'HELD' });
  });
});
