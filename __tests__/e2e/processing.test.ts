import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expectSound } from '../helpers/expect-sound';
import { Deployment, eventually } from './helpers/deployment';

const region = 'eu-west-2';
const BUCKET = `e2e-captures-000000000000-${region}`;

let deployment: Deployment;
const poison: string[] = [];
const rejected: string[] = [];
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterAll(() => deployment.stop());

/** The next message of the error queue that is about `about`; others stay. */
async function errorMessage(about: string) {
  const QueueUrl = await deployment.queueUrl(region, 'error');
  return eventually(`${about} in the error queue`, async () => {
    const { Messages = [] } = await deployment.sqs(region).send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages.find((message) => JSON.stringify(message).includes(about));
  });
}

const requestIdOf = (id: string) => id.split('.')[2] as string;

/** The event that S3 sent for a capture, sent once more. */
async function repeatEvent(id: string, times: number): Promise<void> {
  const record = await deployment.terminal(id);
  const object = {
    key: encodeURIComponent(record.key).replaceAll('%2F', '/'),
    size: record.size,
    eTag: record.eTag,
  };
  const event = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: BUCKET }, object },
  };
  const QueueUrl = await deployment.queueUrl(region, 'capture');
  for (let i = 0; i < times; i++) {
    await deployment
      .sqs(region)
      .send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ Records: [event] }) }));
  }
}

/** Nothing visible, delayed or in flight. */
async function drained(): Promise<void> {
  await eventually('an empty capture queue', async () => {
    const counts = await deployment.queueCounts(region, 'capture');
    return counts.every((count) => count === 0) ? true : undefined;
  });
}

describe('once', () => {
  it('the same S3 event three times makes one record and one call of the processor', async () => {
    const id = await deployment.capture(region, '{"once":true}');
    const before = await deployment.terminal(id);

    await repeatEvent(id, 2);
    await drained();

    expect(await deployment.record(id)).toEqual(before);
    expect(await deployment.processorCalls(id)).toBe(1);
  });

  it('the same Idempotency-Key and payload ends as DUPLICATE of the first, without a call of the processor', async () => {
    const headers = { 'Idempotency-Key': 'invoice-1' };
    const first = await deployment.capture(region, 'same', headers);
    await deployment.terminal(first);

    const second = await deployment.capture(region, 'same', headers);
    const record = await deployment.terminal(second);

    expect(record).toMatchObject({ status: 'DUPLICATE', duplicateOf: first, attempts: 1 });
    expect(await deployment.processorCalls(second)).toBe(0);
  });

  it('the same key in another region is the same request', async () => {
    const headers = { 'Idempotency-Key': 'invoice-2' };
    const first = await deployment.capture(region, 'same', headers);
    await deployment.terminal(first);

    const second = await deployment.capture('us-east-1', 'same', headers);

    expect(await deployment.terminal(second)).toMatchObject({ status: 'DUPLICATE', duplicateOf: first });
  });

  it('the same key with another payload is REJECTED', async () => {
    const headers = { 'Idempotency-Key': 'invoice-3' };
    await deployment.terminal(await deployment.capture(region, 'one', headers));

    const second = await deployment.capture(region, 'two', headers);

    expect(await deployment.terminal(second)).toMatchObject({
      status: 'REJECTED',
      attention: 'REJECTED',
      error: { name: 'IdempotencyMismatch' },
    });
  });
});

describe('failures', () => {
  it('a processor that throws is tried as often as configured, then FAILED with its reason and in the error queue', async () => {
    const id = await deployment.capture(region, '{"throw":"no such account"}');
    poison.push(id);

    const message = await errorMessage(requestIdOf(id));
    const record = await deployment.record(id);

    expect(record).toMatchObject({
      status: 'FAILED',
      attempts: 3,
      attention: 'FAILED',
      error: { name: 'ProcessorError', message: 'TypeError: no such account' },
    });
    expect(await deployment.processorCalls(id)).toBe(3);
    expect(message.MessageAttributes).toMatchObject({
      'pillarbox.id': { StringValue: id },
      'pillarbox.attempts': { StringValue: '3' },
      'pillarbox.reason': { StringValue: expect.stringContaining('no such account') },
    });
    await drained();
  });

  it('a processor that fails twice and then succeeds ends COMPLETED with three attempts', async () => {
    const id = await deployment.capture(region, '{"failUntil":2}');

    const record = await deployment.terminal(id);

    expect(record).toMatchObject({ status: 'COMPLETED', attempts: 3 });
    expect(record).not.toHaveProperty('error');
    expect(record).not.toHaveProperty('attention');
  });

  it('RejectedError ends the capture as REJECTED without a retry', async () => {
    const id = await deployment.capture(region, '{"reject":"not ours"}');
    rejected.push(id);

    const record = await deployment.terminal(id);
    await drained();

    expect(record).toMatchObject({
      status: 'REJECTED',
      attempts: 1,
      attention: 'REJECTED',
      error: { name: 'RejectedError', message: 'not ours' },
    });
    expect(await deployment.processorCalls(id)).toBe(1);
  });

  it('a capture moved back from the error queue may be tried as often again', async () => {
    const id = await deployment.capture(region, '{"failUntil":4}');
    await deployment.recordWhen(id, (record) => record.attempts === 3 && record.status === 'FAILED');
    await errorMessage(requestIdOf(id));

    await deployment.sqs(region).send(
      new StartMessageMoveTaskCommand({
        SourceArn: `arn:aws:sqs:${region}:000000000000:e2e-captures-errors`,
        DestinationArn: `arn:aws:sqs:${region}:000000000000:e2e-captures`,
      }),
    );

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', attempts: 5 });
  });

  it('a message for an object that is gone ends FAILED for good: the payload expired', async () => {
    const Key = `captures/publish/local/gone-${Date.now()}`;
    const QueueUrl = await deployment.queueUrl(region, 'capture');
    const s3 = { bucket: { name: BUCKET }, object: { key: Key, size: 1, eTag: 'x' } };
    const event = { eventSource: 'aws:s3', awsRegion: region, eventName: 'ObjectCreated:Put', s3 };
    await deployment.s3(region).send(new DeleteObjectCommand({ Bucket: BUCKET, Key }));

    await deployment
      .sqs(region)
      .send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ Records: [event] }) }));

    expect(await deployment.terminal(`${region}.publish.${Key.split('/')[3]}`)).toMatchObject({
      status: 'FAILED',
      error: { name: 'PayloadExpired' },
    });
  });

  it('an object whose metadata contradicts its key is REJECTED', async () => {
    const requestId = `forged-${Date.now()}`;
    rejected.push(`${region}.publish.${requestId}`);
    await deployment.s3(region).send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key: `captures/publish/victim/${requestId}`,
        Body: 'x',
        Metadata: {
          channel: 'publish',
          principal: 'mallory',
          'received-at': '1700000000000',
          'source-ip': '127.0.0.1',
        },
      }),
    );

    expect(await deployment.terminal(`${region}.publish.${requestId}`)).toMatchObject({
      status: 'REJECTED',
      error: { name: 'MetadataMismatch' },
    });
  });

  it('a message that nobody can parse goes to the error queue with its reason, and stops nobody', async () => {
    const QueueUrl = await deployment.queueUrl(region, 'capture');
    await deployment.sqs(region).send(new SendMessageCommand({ QueueUrl, MessageBody: 'nonsense-payload' }));
    const id = await deployment.capture(region, '{}');

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED' });
    const message = await errorMessage('nonsense-payload');
    expect(message.MessageAttributes?.['pillarbox.reason']?.StringValue).toBe(
      'UnparseableMessage: the message is not JSON',
    );
    const ErrorQueueUrl = await deployment.queueUrl(region, 'error');
    await deployment
      .sqs(region)
      .send(new DeleteMessageCommand({ QueueUrl: ErrorQueueUrl, ReceiptHandle: message.ReceiptHandle }));
  });
});

it('everything that was accepted is processed, once, or waits in the error queue', () =>
  expectSound(deployment, { poison, rejected, expected: { redrives: 1 } }));

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
