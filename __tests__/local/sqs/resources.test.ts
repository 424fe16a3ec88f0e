import { awsSqsQueue } from '../../../local/resources/aws_sqs_queue';
import { awsSqsQueueRedriveAllowPolicy } from '../../../local/resources/aws_sqs_queue_redrive_allow_policy';
import { QUEUE_DEFAULTS } from '../../../local/sqs/queue-settings';
import type { Services } from '../../../local/services';
import { makeQueues } from '../../helpers/queues';
import { REGION } from '../../helpers/test-cloud';

function setUp() {
  const { sqs } = makeQueues();
  const services = { sqs } as unknown as Services;
  const resource = (attributes: object) => ({
    address: 'ingest/aws_sqs_queue.q',
    type: 'aws_sqs_queue',
    region: REGION,
    folder: '/',
    attributes: attributes as Record<string, unknown>,
  });
  return {
    sqs,
    queue: (attributes: object) => awsSqsQueue.create(resource({ name: 'q', ...attributes }), services),
    allow: (attributes: object) => awsSqsQueueRedriveAllowPolicy.create(resource(attributes), services),
  };
}

describe('aws_sqs_queue', () => {
  it('becomes a queue with the settings given, and the defaults of AWS for the rest', () => {
    const { queue, sqs } = setUp();
    const { arn: dead } = queue({ name: 'dead' }) as { arn: string };
    const redrive_policy = JSON.stringify({ deadLetterTargetArn: dead, maxReceiveCount: 100 });
    const created = queue({ delay_seconds: 3, visibility_timeout_seconds: 80, redrive_policy });
    const arn = 'arn:aws:sqs:eu-west-2:000000000000:q';
    expect(created).toEqual({
      id: expect.any(String),
      url: expect.stringMatching(/\/000000000000\/q$/),
      arn,
      name: 'q',
    });
    expect(sqs.queueOf(arn)?.settings).toMatchObject({
      delaySeconds: 3,
      visibilityTimeoutSeconds: 80,
      messageRetentionSeconds: 345_600,
      redrive: { deadLetterTargetArn: dead, maxReceiveCount: 100 },
    });
  });

  it.each([
    [{ delay_seconds: 901 }, 'delay_seconds: received 901, allowed is 0–900'],
    [{ redrive_policy: '{"deadLetterTargetArn":"a","maxReceiveCount":0}' }, 'maxReceiveCount: received 0'],
    [{ fifo_queue: true }, 'FIFO queues end in .fifo'],
    [{ name: undefined }, 'name: is required'],
  ])('fails for %j', (attributes, message) => {
    expect(() => setUp().queue(attributes)).toThrow(message);
  });
});

describe('a redrive policy', () => {
  const redrive = (deadLetterTargetArn: string) =>
    JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 });

  it.each([
    ['itself', 'arn:aws:sqs:eu-west-2:000000000000:q', 'is the queue itself'],
    ['a queue that does not exist', 'arn:aws:sqs:eu-west-2:000000000000:gone', 'does not exist'],
    ['a queue of another region', 'arn:aws:sqs:eu-west-1:000000000000:far', 'lies in another region'],
    ['a queue of another type', 'arn:aws:sqs:eu-west-2:000000000000:dead.fifo', 'is not of the same type'],
  ])('fails for %s', (_, arn, message) => {
    const { queue, sqs } = setUp();
    sqs.createQueue('eu-west-1', { ...QUEUE_DEFAULTS, name: 'far' });
    queue({ name: 'dead.fifo', fifo_queue: true });
    expect(() => queue({ redrive_policy: redrive(arn) })).toThrow(`deadLetterTargetArn: ${arn} ${message}`);
  });

  it('of a queue that names itself ends', async () => {
    const { make } = makeQueues();
    const arn = 'arn:aws:sqs:eu-west-2:000000000000:self';
    const { send, receive } = make({
      name: 'self',
      redrive: { deadLetterTargetArn: arn, maxReceiveCount: 1 },
    });
    await send('again');
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
    expect(await receive({ VisibilityTimeout: 0 })).toHaveLength(1);
  });
});

describe('aws_sqs_queue_redrive_allow_policy', () => {
  it('fails when it does not allow a queue that redrives to this one', () => {
    const { queue, allow } = setUp();
    const { arn, url } = queue({ name: 'errors' }) as { arn: string; url: string };
    queue({ redrive_policy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 }) });
    const policy = (sourceQueueArns: string[]) =>
      JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns });
    expect(() => allow({ queue_url: url, redrive_allow_policy: policy(['arn:other']) })).toThrow(
      'does not allow',
    );
    allow({ queue_url: url, redrive_allow_policy: policy(['arn:aws:sqs:eu-west-2:000000000000:q']) });
  });
});
