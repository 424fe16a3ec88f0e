import type { Arguments } from '../../helpers/synth';
import { accompanied, every, type Rule } from './rule';
import { list, statements } from './statements';

/** Whether a policy denies everything to everybody without TLS, on exactly an ARN with each of these ends. */
const refusesPlainHttp = (action: string, ends: string[]) => (of: Arguments, arn: string) =>
  statements(of, 'policy').some(
    ({ Effect, Principal, Action, Resource, Condition }) =>
      Effect === 'Deny' &&
      Principal === '*' &&
      Action === action &&
      String(list(Resource).sort()) === String(ends.map((end) => `${arn}${end}`)) &&
      JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  );

interface Expiry {
  status?: string;
  filter?: unknown;
  expiration?: { days?: number }[];
}

/** Whether one of the rules deletes every object, some day. */
const forgets = ({ rule }: Arguments) =>
  (rule as Expiry[]).some(
    ({ status, filter, expiration }) =>
      status === 'Enabled' &&
      JSON.stringify(filter) === '[{"prefix":""}]' &&
      Number(expiration?.[0]?.days) > 0,
  );

const PUBLIC_ACCESS = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
];

/** What happens to data at rest, on its way, and in the end. */
export const DATA_RULES: Rule[] = [
  accompanied('aws_s3_bucket', 'bucket', 'every bucket refuses plain HTTP', {
    type: 'aws_s3_bucket_policy',
    member: 'bucket',
    holds: refusesPlainHttp('s3:*', ['', '/*']),
  }),
  accompanied('aws_s3_bucket', 'bucket', 'every bucket is closed to the public', {
    type: 'aws_s3_bucket_public_access_block',
    member: 'bucket',
    holds: (of) => PUBLIC_ACCESS.every((member) => of[member] === true),
  }),
  accompanied(
    'aws_s3_bucket',
    'bucket',
    'every object belongs to the account: there are no access control lists',
    {
      type: 'aws_s3_bucket_ownership_controls',
      member: 'bucket',
      holds: (of) => JSON.stringify(of.rule) === '{"object_ownership":"BucketOwnerEnforced"}',
    },
  ),
  accompanied('aws_s3_bucket', 'bucket', 'every bucket is encrypted at rest', {
    type: 'aws_s3_bucket_server_side_encryption_configuration',
    member: 'bucket',
    holds: (of) => JSON.stringify(of.rule).includes('"sse_algorithm":"AES256"'),
  }),
  accompanied('aws_s3_bucket', 'bucket', 'every bucket forgets', {
    type: 'aws_s3_bucket_lifecycle_configuration',
    member: 'bucket',
    holds: forgets,
  }),
  accompanied('aws_sqs_queue', 'url', 'every queue refuses plain HTTP', {
    type: 'aws_sqs_queue_policy',
    member: 'queue_url',
    holds: refusesPlainHttp('sqs:*', ['']),
  }),
  every(
    'aws_sqs_queue',
    'every queue is encrypted at rest',
    ({ sqs_managed_sse_enabled, kms_master_key_id }) =>
      sqs_managed_sse_enabled === true || kms_master_key_id !== undefined,
  ),
  every(
    'aws_sqs_queue_redrive_allow_policy',
    'every error queue takes messages of named queues only',
    ({ redrive_allow_policy }) => String(redrive_allow_policy).includes('"redrivePermission":"byQueue"'),
  ),
  every(
    'aws_dynamodb_table',
    'every table is encrypted with a key of the account and can be restored, each replica as well',
    ({ server_side_encryption, point_in_time_recovery, replica = [] }) =>
      JSON.stringify([server_side_encryption, point_in_time_recovery]) ===
        '[{"enabled":true},{"enabled":true}]' &&
      (replica as Arguments[]).every((each) => each.point_in_time_recovery === true),
  ),
  every(
    'aws_cloudwatch_event_archive',
    'every archive forgets',
    ({ retention_days }) => Number(retention_days) > 0,
  ),
  {
    name: 'no secret has a value',
    types: ['aws_secretsmanager_secret'],
    faults: ({ terraform }) => Object.keys(terraform.resource.aws_secretsmanager_secret_version ?? {}),
  },
  {
    name: 'nothing looks like a credential',
    types: [],
    faults: ({ text }) =>
      text.match(/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|"secret_string"|"password"/g) ?? [],
  },
];
