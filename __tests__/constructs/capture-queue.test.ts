import { json, reference, resource, synth } from '../helpers/synth';

const CAPTURES = { name: 'pillarbox-captures' };
const ERRORS = { name: 'pillarbox-captures-errors' };

const stack = synth()['ingest-eu-west-2']!;
const arn = (having: object) => reference(stack, 'aws_sqs_queue', { ...having }, 'arn');
const url = (having: object) => reference(stack, 'aws_sqs_queue', { ...having }, 'url');

it('delays, polls, hides and keeps messages as the settings say', () => {
  expect(resource(stack, 'aws_sqs_queue', CAPTURES)).toEqual({
    name: 'pillarbox-captures',
    delay_seconds: 3,
    receive_wait_time_seconds: 20,
    visibility_timeout_seconds: 80,
    message_retention_seconds: 1_209_600,
    max_message_size: 262_144,
    sqs_managed_sse_enabled: true,
    redrive_policy: JSON.stringify({ deadLetterTargetArn: arn(ERRORS), maxReceiveCount: 1000 }),
  });
});

it('keeps exhausted captures as long as the others, without delay', () => {
  expect(resource(stack, 'aws_sqs_queue', ERRORS)).toEqual({
    name: 'pillarbox-captures-errors',
    receive_wait_time_seconds: 20,
    message_retention_seconds: 1_209_600,
    max_message_size: 262_144,
    sqs_managed_sse_enabled: true,
  });
});

it('follows the settings', () => {
  const small = synth({
    processing: { queueDelaySeconds: 1, pollSeconds: 2, visibilityTimeoutSeconds: 99, maxReceiveCount: 50 },
    retention: { queueSeconds: 3600 },
  })['ingest-eu-west-2']!;

  expect(resource(small, 'aws_sqs_queue', CAPTURES)).toMatchObject({
    delay_seconds: 1,
    receive_wait_time_seconds: 2,
    visibility_timeout_seconds: 99,
    message_retention_seconds: 3600,
  });
  expect(json(resource(small, 'aws_sqs_queue', CAPTURES), 'redrive_policy').maxReceiveCount).toBe(50);
  expect(resource(small, 'aws_sqs_queue', ERRORS)).toMatchObject({ message_retention_seconds: 3600 });
});

it('lets only the capture queue use the error queue', () => {
  const allow = resource(stack, 'aws_sqs_queue_redrive_allow_policy', { queue_url: url(ERRORS) });

  expect(json(allow, 'redrive_allow_policy')).toEqual({
    redrivePermission: 'byQueue',
    sourceQueueArns: [arn(CAPTURES)],
  });
});

it('takes messages from the capture bucket of this account, and nothing without TLS', () => {
  const policy = resource(stack, 'aws_sqs_queue_policy', { queue_url: url(CAPTURES) });

  expect(json(policy, 'policy')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AllowCaptureBucket',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn(CAPTURES),
        Condition: {
          ArnLike: { 'aws:SourceArn': reference(stack, 'aws_s3_bucket', {}, 'arn') },
          StringEquals: { 'aws:SourceAccount': '${data.aws_caller_identity.caller.account_id}' },
        },
      },
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:*',
        Resource: [arn(CAPTURES)],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
});

it('takes nothing into the error queue without TLS', () => {
  const policy = resource(stack, 'aws_sqs_queue_policy', { queue_url: url(ERRORS) });

  expect(json(policy, 'policy').Statement).toEqual([
    {
      Sid: 'DenyInsecureTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: [arn(ERRORS)],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});
