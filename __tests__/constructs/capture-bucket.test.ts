import { json, reference, resource, synth } from '../helpers/synth';

const stack = synth()['ingest-eu-west-2']!;
const bucket = reference(stack, 'aws_s3_bucket', {}, 'bucket');
const arn = reference(stack, 'aws_s3_bucket', {}, 'arn');

it('has a name that no other account or region can have', () => {
  expect(resource(stack, 'aws_s3_bucket').bucket).toBe(
    'pillarbox-captures-${data.aws_caller_identity.caller.account_id}-eu-west-2',
  );
});

it('is closed to the public and owned by the account alone', () => {
  expect(resource(stack, 'aws_s3_bucket_public_access_block')).toEqual({
    bucket,
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
  expect(resource(stack, 'aws_s3_bucket_ownership_controls')).toEqual({
    bucket,
    rule: { object_ownership: 'BucketOwnerEnforced' },
  });
});

it('is encrypted', () => {
  expect(resource(stack, 'aws_s3_bucket_server_side_encryption_configuration')).toEqual({
    bucket,
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } }],
  });
});

it('refuses requests without TLS, once it is closed to the public: S3 refuses both at the same time', () => {
  const { policy: _, ...rest } = resource(stack, 'aws_s3_bucket_policy');

  expect(rest).toEqual({
    bucket,
    depends_on: [reference(stack, 'aws_s3_bucket_public_access_block', {}, '').slice(2, -2)],
  });
  expect(json(resource(stack, 'aws_s3_bucket_policy'), 'policy')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'DenyInsecureTransport',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
});

it.each([
  [{}, 60],
  [{ retention: { objectDays: 20 } }, 20],
])('with %j forgets objects after %i days, and unfinished uploads after one', (overrides, days) => {
  expect(
    resource(synth(overrides)['ingest-eu-west-2']!, 'aws_s3_bucket_lifecycle_configuration').rule,
  ).toEqual([
    {
      id: 'expire',
      status: 'Enabled',
      filter: [{ prefix: '' }],
      expiration: [{ days }],
      abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
    },
  ]);
});

it('notifies the queue of every capture, once the queue accepts that', () => {
  const queue_url = reference(stack, 'aws_sqs_queue', { name: 'pillarbox-captures' }, 'url');
  const policy = reference(stack, 'aws_sqs_queue_policy', { queue_url }, '').slice(2, -2);

  expect(resource(stack, 'aws_s3_bucket_notification')).toEqual({
    bucket,
    queue: [
      {
        id: 'captures',
        queue_arn: reference(stack, 'aws_sqs_queue', { name: 'pillarbox-captures' }, 'arn'),
        events: ['s3:ObjectCreated:*'],
        filter_prefix: 'captures/',
      },
    ],
    depends_on: [policy],
  });
});
