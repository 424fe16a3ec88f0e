import { AwsError } from '../../../local/core/aws-error';
import { QUEUE_DEFAULTS } from '../../../local/sqs/queue-settings';
import { SqsService } from '../../../local/sqs/service';
import { makeBucket } from '../../helpers/buckets';
import { REGION } from '../../helpers/test-cloud';

async function setUp() {
  const made = makeBucket();
  const { cloud, s3, bucket } = made;
  const sqs = new SqsService(cloud);
  cloud.serve('sqs', sqs);
  const queue = sqs.createQueue(REGION, { ...QUEUE_DEFAULTS, name: 'events' });
  const rule = {
    id: 'captures',
    queueArn: queue.arn,
    events: ['s3:ObjectCreated:*'],
    prefix: 'in/',
    suffix: '',
  };
  await s3.putNotifications(bucket, [rule]);
  /** Waits for the next message and takes it away. */
  const next = async () => {
    const options = { maxMessages: 1, visibilityTimeoutSeconds: 30 };
    const [message] = await queue.receive(options, 5, new AbortController().signal);
    queue.delete(message!);
    return JSON.parse(message!.body);
  };
  return { ...made, queue, rule, next };
}

describe('a bucket notification', () => {
  it('is announced by a test event', async () => {
    const { next, cloud } = await setUp();
    expect(await next()).toMatchObject({
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: new Date(cloud.time).toISOString(),
      Bucket: 'bucket',
    });
  });

  it('reports an object with its form-encoded key, size, ETag and a rising sequencer', async () => {
    const { put, next, cloud } = await setUp();
    await next();
    await put('in/a%20b%2Bc/%C3%BC', 'text');
    await put('in/second');
    const { Records } = await next();
    expect(Records).toHaveLength(1);
    expect(Records[0]).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: REGION,
      eventTime: new Date(cloud.time).toISOString(),
      eventName: 'ObjectCreated:Put',
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'captures',
        bucket: { name: 'bucket', arn: 'arn:aws:s3:::bucket' },
        object: { key: 'in/a+b%2Bc/%C3%BC', size: 4, eTag: '1cb251ec0d568de6a929b520c4aed8d1' },
      },
    });
    const second = await next();
    expect(second.Records[0].s3.object.sequencer > Records[0].s3.object.sequencer).toBe(true);
  });

  it('is sent by S3 on behalf of the bucket', async () => {
    const { cloud, put, next } = await setUp();
    const run = jest.spyOn(cloud.gate, 'run');
    await put('in/k');
    await next();
    await next();
    const sent = run.mock.calls.map(([call]) => call).find(({ action }) => action === 'sqs:SendMessage');
    expect(sent?.caller).toEqual({ principal: 's3.amazonaws.com', sourceArn: 'arn:aws:s3:::bucket' });
  });

  it('leaves out keys without its prefix', async () => {
    const { put, next } = await setUp();
    await next();
    await put('out/k');
    await put('in/k');
    expect((await next()).Records[0].s3.object.key).toBe('in/k');
  });

  it('is tried again while the queue cannot be reached', async () => {
    const { cloud, put, next } = await setUp();
    await next();
    const { gate } = cloud;
    let refusals = 2;
    const run = gate.run.bind(gate);
    jest.spyOn(gate, 'run').mockImplementation((call, work) => {
      if (call.action === 'sqs:SendMessage' && refusals-- > 0) {
        throw new AwsError('ServiceUnavailable', 'down', 503);
      }
      return run(call, work);
    });
    expect((await put('in/k')).status).toBe(200);
    expect((await next()).Records[0].s3.object.key).toBe('in/k');
  });

  it('fails to be set up for a queue that is missing or lies in another region', async () => {
    const { s3, bucket, rule } = await setUp();
    for (const queueArn of [`${rule.queueArn}-no`, rule.queueArn.replace(REGION, 'us-east-1')]) {
      await expect(s3.putNotifications(bucket, [{ ...rule, queueArn }])).rejects.toMatchObject({
        code: 'InvalidArgument',
        message: expect.stringContaining('Unable to validate the following destination configurations'),
      });
    }
  });
});
