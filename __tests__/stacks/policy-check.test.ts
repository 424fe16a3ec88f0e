import { inequalities } from '../../config/inequalities';
import { parseSettings } from '../../config/load';
import {
  type Arguments,
  configuration,
  json,
  resources,
  type SynthesizedStack,
  synth,
} from '../helpers/synth';

/** Every stack that a configuration can make: with tokens and without, kept and destroyed. */
const CONFIGURATIONS: Record<string, Record<string, unknown>> = {
  'as shipped': {},
  'to be destroyed': { removal: 'destroy' },
  'without tokens': { defaults: { auth: { mode: 'none' } } },
};
const stacks: [string, SynthesizedStack][] = Object.entries(CONFIGURATIONS).flatMap(([title, overrides]) =>
  Object.entries(synth(overrides)).map(([name, stack]): [string, SynthesizedStack] => [
    `${name} ${title}`,
    stack,
  ]),
);

/** Actions that IAM knows no resource for, or that a service insists on having for all resources. */
const EVERYWHERE: Record<string, string> = {
  'xray:PutTraceSegments': 'traces have no ARN',
  'xray:PutTelemetryRecords': 'traces have no ARN',
  'xray:GetSamplingRules': 'sampling rules are asked for all at once',
  'xray:GetSamplingTargets': 'sampling rules are asked for all at once',
  'logs:CreateLogDelivery': 'the delivery API has no resource types',
  'logs:GetLogDelivery': 'the delivery API has no resource types',
  'logs:UpdateLogDelivery': 'the delivery API has no resource types',
  'logs:DeleteLogDelivery': 'the delivery API has no resource types',
  'logs:ListLogDeliveries': 'the delivery API has no resource types',
  'logs:PutResourcePolicy': 'the resource policies of an account have no ARN',
  'logs:DescribeResourcePolicies': 'the resource policies of an account have no ARN',
  'logs:DescribeLogGroups': 'lists have no ARN',
  'logs:CreateLogGroup': 'the API Gateway account setting is refused without it',
  'logs:CreateLogStream': 'the API Gateway account setting is refused without it',
  'logs:DescribeLogStreams': 'the API Gateway account setting is refused without it',
  'logs:PutLogEvents': 'the API Gateway account setting is refused without it',
  'logs:GetLogEvents': 'the API Gateway account setting is refused without it',
  'logs:FilterLogEvents': 'the API Gateway account setting is refused without it',
};

/** Wildcards that are part of a narrower ARN, by what follows the last reference or colon in it. */
const PARTIAL: { ends: string; why: string }[] = [
  { ends: ':*', why: 'all streams of one log group' },
  { ends: '/captures/*', why: 'all captures of one bucket' },
  { ends: '/captures/publish/*', why: 'all captures of one channel of one bucket' },
  { ends: '-tokens-??????', why: 'the random end of the ARN of one secret' },
];

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: unknown;
}

function statementsIn(stack: SynthesizedStack, effect: string): Statement[] {
  return Object.values(stack.terraform.resource)
    .flatMap((named) => Object.values(named))
    .flatMap((args) => Object.values(args))
    .filter((value): value is string => typeof value === 'string' && value.startsWith('{"Version":"2012'))
    .flatMap((text) => (JSON.parse(text) as { Statement: Statement[] }).Statement)
    .filter(({ Effect }) => Effect === effect);
}

/** Faults of one kind in a stack, as text that names the resource; none when the rule holds. */
type Rule = (stack: SynthesizedStack) => unknown[];

const named = (of: Arguments) => of.name ?? of.bucket ?? of;

const without = (type: string, holds: (of: Arguments) => boolean): Rule => {
  return (stack) =>
    resources(stack, type)
      .filter((of) => !holds(of))
      .map(named);
};

/** A reference to a resource of a type, as attributes of its companions hold it. */
const references = (stack: SynthesizedStack, type: string, attribute: string): string[] =>
  Object.keys(stack.terraform.resource[type] ?? {}).map((id) => `\${${type}.${id}.${attribute}}`);

/** Resources of a type that have no companion of another type which refers to them and is as it must be. */
const withoutCompanion =
  (
    type: string,
    attribute: string,
    companion: { type: string; member: string; holds(of: Arguments): boolean },
  ): Rule =>
  (stack) =>
    references(stack, type, attribute).filter(
      (reference) =>
        !resources(stack, companion.type).some(
          (of) => of[companion.member] === reference && companion.holds(of),
        ),
    );

const refusesPlainHttp = (of: Arguments) =>
  (json(of, 'policy').Statement as Statement[]).some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Deny' &&
      Principal === '*' &&
      JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}',
  );

const RULES: Record<string, Rule> = {
  'no action is a wildcard': (stack) =>
    statementsIn(stack, 'Allow').flatMap(({ Action }) =>
      [Action].flat().filter((action) => /[*?]/.test(action)),
    ),
  'only explained actions are allowed on every resource': (stack) =>
    statementsIn(stack, 'Allow')
      .filter(({ Resource = [] }) => [Resource].flat().includes('*'))
      .flatMap(({ Action }) => [Action].flat().filter((action) => !(action in EVERYWHERE))),
  'only explained wildcards stand in resources': (stack) =>
    statementsIn(stack, 'Allow')
      .flatMap(({ Resource = [] }) => [Resource].flat())
      .filter((arn) => arn !== '*' && /[*?]/.test(arn) && !PARTIAL.some(({ ends }) => arn.endsWith(ends))),
  'nobody is allowed anything without being named': (stack) =>
    statementsIn(stack, 'Allow').filter(({ Principal }) => JSON.stringify(Principal ?? '').includes('*')),
  'policies hold on one side: no NotAction, NotResource or NotPrincipal': ({ text }) =>
    text.match(/Not(Action|Resource|Principal)/g) ?? [],
  'every bucket refuses plain HTTP': withoutCompanion('aws_s3_bucket', 'bucket', {
    type: 'aws_s3_bucket_policy',
    member: 'bucket',
    holds: refusesPlainHttp,
  }),
  'every queue refuses plain HTTP': withoutCompanion('aws_sqs_queue', 'url', {
    type: 'aws_sqs_queue_policy',
    member: 'queue_url',
    holds: refusesPlainHttp,
  }),
  'every bucket is closed to the public': withoutCompanion('aws_s3_bucket', 'bucket', {
    type: 'aws_s3_bucket_public_access_block',
    member: 'bucket',
    holds: (of) =>
      ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].every(
        (member) => of[member] === true,
      ),
  }),
  'every bucket is encrypted at rest': withoutCompanion('aws_s3_bucket', 'bucket', {
    type: 'aws_s3_bucket_server_side_encryption_configuration',
    member: 'bucket',
    holds: (of) => JSON.stringify(of.rule).includes('"sse_algorithm":"AES256"'),
  }),
  'every bucket forgets': withoutCompanion('aws_s3_bucket', 'bucket', {
    type: 'aws_s3_bucket_lifecycle_configuration',
    member: 'bucket',
    holds: (of) => /"status":"Enabled"/.test(JSON.stringify(of.rule)),
  }),
  'every queue is encrypted at rest': without(
    'aws_sqs_queue',
    ({ sqs_managed_sse_enabled, kms_master_key_id }) =>
      sqs_managed_sse_enabled === true || kms_master_key_id !== undefined,
  ),
  'every table is encrypted with a key of the account and can be restored': without(
    'aws_dynamodb_table',
    ({ server_side_encryption, point_in_time_recovery }) =>
      JSON.stringify([server_side_encryption, point_in_time_recovery]) ===
      '[{"enabled":true},{"enabled":true}]',
  ),
  'every log group has a retention': without('aws_cloudwatch_log_group', ({ retention_in_days }) =>
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365].includes(Number(retention_in_days)),
  ),
  'no secret has a value': (stack) =>
    Object.keys(stack.terraform.resource.aws_secretsmanager_secret_version ?? {}),
  'nothing looks like a credential': ({ text }) =>
    text.match(/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|"secret_string"|"password"/g) ?? [],
  'only resource types that this check knows': (stack) =>
    Object.keys(stack.terraform.resource).filter((type) => !TYPES.includes(type)),
};

/** Types that hold data, or could: each has its rules above; the others hold none. */
const TYPES = [
  ...['aws_s3_bucket', 'aws_sqs_queue', 'aws_dynamodb_table', 'aws_cloudwatch_log_group'],
  // Always encrypted, and reached over TLS only: their endpoints have no plain HTTP.
  ...['aws_secretsmanager_secret', 'aws_cloudwatch_event_archive'],
  ...['aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block', 'aws_s3_bucket_notification'],
  ...['aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_ownership_controls'],
  ...['aws_s3_bucket_server_side_encryption_configuration'],
  ...['aws_sqs_queue_policy', 'aws_sqs_queue_redrive_allow_policy', 'aws_iam_role', 'aws_iam_role_policy'],
  ...['aws_api_gateway_account', 'aws_api_gateway_deployment', 'aws_api_gateway_method_settings'],
  ...['aws_api_gateway_rest_api', 'aws_api_gateway_stage', 'aws_lambda_function', 'aws_sfn_state_machine'],
  ...['aws_cloudwatch_dashboard', 'aws_cloudwatch_metric_alarm', 'aws_scheduler_schedule'],
  ...['aws_cloudwatch_event_bus', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
];

describe.each(stacks)('%s', (_title, stack) => {
  it.each(Object.entries(RULES))('%s', (_rule, faultsOf) => {
    expect(faultsOf(stack)).toEqual([]);
  });
});

it.each(Object.keys(EVERYWHERE))('the explanation of %s is still needed', (action) => {
  const used = stacks.flatMap(([, stack]) =>
    statementsIn(stack, 'Allow')
      .filter(({ Resource }) => Resource === '*')
      .flatMap(({ Action }) => Action),
  );

  expect(used).toContain(action);
});

it('the orderings that the promise rests on hold in what is synthesized', () => {
  const broken = inequalities(parseSettings(configuration())).filter(
    ({ left, right }) => !(left.value < right.value),
  );

  expect(broken).toEqual([]);
});

it('queue, object and record are kept in that order, and the error queue as long as the queue', () => {
  const [, ingest] = stacks.find(([title]) => title === 'ingest-eu-west-2 as shipped') ?? [];
  const [, central] = stacks.find(([title]) => title === 'central as shipped') ?? [];
  const queues = resources(ingest!, 'aws_sqs_queue').map((queue) => Number(queue.message_retention_seconds));
  const [lifecycle] = resources(ingest!, 'aws_s3_bucket_lifecycle_configuration');
  const days = Number(/"days":(\d+)/.exec(JSON.stringify(lifecycle))?.[1]);
  const [archive] = resources(central!, 'aws_cloudwatch_event_archive');

  expect(new Set(queues).size).toBe(1);
  expect(queues[0]).toBeLessThan(days * 86_400);
  expect(days).toBeLessThan(Number(archive?.retention_days));
});
