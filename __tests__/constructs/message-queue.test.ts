import { json, reference, resource, synth } from '../helpers/synth';

const MESSAGES = { name: 'pillarbox-messages.fifo' };
const ERRORS = { name: 'pillarbox-messages-errors.fifo' };

const stack = synth()['ingest-eu-west-2']!;
const arn = (having: object) => reference(stack, 'aws_sqs_queue', { ...having }, 'arn');
const url = (having: object) => reference(stack, 'aws_sqs_queue', { ...having }, 'url');

const COMMON = {
  fifo_queue: true,
  deduplication_scope: 'messageGroup',
  fifo_throughput_limit: 'perMessageGroupId',
  receive_wait_time_seconds: 20,
  message_retention_seconds: 1_209_600,
  max_message_size: 262_144,
  sqs_managed_sse_enabled: true,
};

it('keeps messages by group at high throughput, deduplicated within a group, and hides them as the settings say', () => {
  expect(resource(stack, 'aws_sqs_queue', MESSAGES)).toEqual({
    ...MESSAGES,
    ...COMMON,
    visibility_timeout_seconds: 80,
    redrive_policy: JSON.stringify({ deadLetterTargetArn: arn(ERRORS), maxReceiveCount: 1000 }),
  });
});

it('keeps exhausted messages as long, by group, too', () => {
  expect(resource(stack, 'aws_sqs_queue', ERRORS)).toEqual({ ...ERRORS, ...COMMON });
});

it('follows the settings', () => {
  const small = synth({
    processing: { queueDelaySeconds: 1, pollSeconds: 2, visibilityTimeoutSeconds: 99, maxReceiveCount: 50 },
    retention: { queueSeconds: 3600 },
  })['ingest-eu-west-2']!;

  const queue = resource(small, 'aws_sqs_queue', MESSAGES);
  expect(queue).toMatchObject({
    receive_wait_time_seconds: 2,
    visibility_timeout_seconds: 99,
    message_retention_seconds: 3600,
  });
  expect(queue.delay_seconds).toBeUndefined();
  expect(json(queue, 'redrive_policy').maxReceiveCount).toBe(50);
});

it('lets only the message queue use its error queue', () => {
  const allow = resource(stack, 'aws_sqs_queue_redrive_allow_policy', { queue_url: url(ERRORS) });

  expect(json(allow, 'redrive_allow_policy')).toEqual({
    redrivePermission: 'byQueue',
    sourceQueueArns: [arn(MESSAGES)],
  });
});

it.each([['the queue', MESSAGES] as const, ['the error queue', ERRORS] as const])(
  'takes nothing into %s without TLS',
  (_, name) => {
    const policy = resource(stack, 'aws_sqs_queue_policy', { queue_url: url(name) });

    expect(json(policy, 'policy').Statement).toEqual([
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: [arn(name)],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  },
);
