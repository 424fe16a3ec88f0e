import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { conformance } from './conformance';
import { REGION } from './target';

conformance('S3 notifications', (behaviour, given) => {
  const s3 = given.client((config) => new S3Client(config));
  const sqs = given.client((config) => new SQSClient(config));
  /** A bucket that reports to a queue of its own what is put below `captures/`. */
  const notifying = async () => {
    const { url: QueueUrl, arn } = await given.target.createQueue();
    const Bucket = await given.target.createBucket();
    await given.target.notify(Bucket, arn, 'captures/');
    const next = async () => {
      const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 3 });
      const { Messages: [message] = [] } = await sqs.send(receive);
      if (!message) throw new Error('no message came');
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      return JSON.parse(message.Body ?? '');
    };
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'text' }));
    return { Bucket, next, put };
  };

  behaviour('the first message is a test event without records', async () => {
    const { Bucket, next } = await notifying();
    const message = await next();
    expect(message).toMatchObject({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket });
    expect(message.Records).toBeUndefined();
  });

  behaviour('a put is reported with bucket, key, size and ETag', async () => {
    const { Bucket, next, put } = await notifying();
    await next();
    const { ETag = '' } = await put('captures/publish/alice/1');
    const { Records } = await next();
    expect(Records).toHaveLength(1);
    expect(Records[0]).toMatchObject({
      eventVersion: expect.stringMatching(/^2\.\d$/),
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      awsRegion: REGION,
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
        object: { size: 4, eTag: ETag.replaceAll('"', '') },
      },
    });
    expect(decodeKey(Records[0].s3.object.key)).toBe('captures/publish/alice/1');
  });

  behaviour('the time of an event is in UTC and says so', async () => {
    const { next, put } = await notifying();
    await next();
    await put('captures/1');
    const { Records } = await next();
    expect(Records[0].eventTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  behaviour('an event has a sequencer', async () => {
    const { next, put } = await notifying();
    await next();
    await put('captures/1');
    const { Records } = await next();
    expect(Records[0].s3.object.sequencer).toMatch(/^[0-9A-F]+$/);
  });

  behaviour('keys are form-encoded', async () => {
    const { next, put } = await notifying();
    await next();
    await put('captures/a b+c=ü');
    const { Records } = await next();
    const { key } = Records[0].s3.object;
    expect(key).toContain('a+b%2Bc%3D%C3%BC');
    expect(decodeKey(key)).toBe('captures/a b+c=ü');
  });

  behaviour('nothing is reported outside of the prefix', async () => {
    const { next, put } = await notifying();
    await next();
    await put('messages/1');
    await put('captures/2');
    const { Records } = await next();
    expect(decodeKey(Records[0].s3.object.key)).toBe('captures/2');
  });
});

const decodeKey = (key: string) => decodeURIComponent(key.replaceAll('+', ' '));
