import { type Arguments, resources, synth } from '../helpers/synth';

const LONGEST_NAME = 'p'.repeat(20);
/** Long ones of each partition, and one that is as long as the configuration lets it be. */
const REGIONS = [
  'ap-northeast-1',
  'cn-northwest-1',
  'us-gov-west-1',
  'us-isob-east-1',
  'us-isof-southwests-1',
];

/** Longest names that AWS accepts, from the API reference of each service. */
const LIMITS: [type: string, member: string, characters: number][] = [
  ['aws_iam_role', 'name', 64],
  ['aws_lambda_function', 'function_name', 64],
  ['aws_s3_bucket', 'bucket', 63],
  ['aws_sqs_queue', 'name', 80],
  ['aws_dynamodb_table', 'name', 255],
  ['aws_sfn_state_machine', 'name', 80],
  ['aws_scheduler_schedule', 'name', 64],
  ['aws_cloudwatch_event_bus', 'name', 256],
  ['aws_cloudwatch_event_archive', 'name', 48],
  ['aws_cloudwatch_event_rule', 'name', 64],
  ['aws_cloudwatch_dashboard', 'dashboard_name', 255],
  ['aws_cloudwatch_metric_alarm', 'alarm_name', 255],
  ['aws_cloudwatch_log_group', 'name', 512],
  ['aws_secretsmanager_secret', 'name', 512],
];

describe.each(REGIONS)('in %s', (region) => {
  // Together they have everything that has a name.
  const auth = { jwt: { issuer: 'https://id.example.com', audience: ['a'] } };
  const modes = { captures: 'iam', jobs: 'jwt', messages: 'token' };
  const stacks = synth({
    name: LONGEST_NAME,
    central: { region },
    ingest: [{ region, auth: { ...auth, apis: modes } }],
  });
  const named = (type: string): Arguments[] =>
    Object.values(stacks).flatMap((stack) => resources(stack, type));

  it.each(LIMITS)('the longest %s.%s stays within %i characters', (type, member, characters) => {
    const names = named(type).map((args) =>
      String(args[member]).replace(/\$\{[^}]*account_id\}/, '000000000000'),
    );

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(characters);
  });

  it.each(LIMITS)('no two %s share a %s, even with centre and ingest in one region', (type, member) => {
    const names = named(type).map((args) => args[member]);

    expect(new Set(names).size).toBe(names.length);
  });
});

it('the policy of the role of callers stays within the 10,240 characters of IAM with as many regions as AWS has', () => {
  const regions = Array.from({ length: 36 }, (_, i) => ({
    region: `${['ap', 'af', 'eu', 'us'][Math.floor(i / 9)]}-southeast-${i % 9}`,
  }));
  const many = synth({ name: LONGEST_NAME, defaults: { auth: { mode: 'iam' } }, ingest: regions });
  const policies = Object.values(many)
    .flatMap((stack) => resources(stack, 'aws_iam_role_policy'))
    .map(({ policy }) => String(policy).replace(/\$\{[^}]*account_id\}/g, '000000000000'))
    .map((policy) => policy.replace(/\$\{[^}]*partition\}/g, 'aws'))
    .filter((policy) => policy.includes('execute-api:Invoke'));

  expect(policies).toHaveLength(36);
  for (const policy of policies) expect(policy.length).toBeLessThan(10_240);
});

it('the environment of every function stays within the 4 KB of Lambda with as many regions as there can be', () => {
  const regions = Array.from({ length: 40 }, (_, i) => ({
    region: `${['ap', 'af', 'eu', 'us'][Math.floor(i / 10)]}-southeast-${i % 10}`,
  }));
  const many = Object.values(synth({ name: LONGEST_NAME, ingest: regions }));
  const sizes = many
    .flatMap((stack) => resources(stack, 'aws_lambda_function'))
    .map(({ environment }) => Buffer.byteLength(JSON.stringify(environment)));

  expect(Math.max(...sizes)).toBeLessThan(4096);
});
