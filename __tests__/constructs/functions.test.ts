import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ENV } from '../../contracts/environment';
import { FUNCTIONS, type FunctionId, functionFolder, INGEST_FUNCTIONS } from '../../contracts/naming';
import { reference, resource, type SynthesizedStack, synth } from '../helpers/synth';

/** Both authorizers are there: each API asks another one. */
const stacks = synth({
  defaults: {
    auth: { apis: { jobs: 'jwt' }, jwt: { issuer: 'https://id.example.com', audience: ['shop'] } },
  },
});
const stackOf = (id: FunctionId): SynthesizedStack =>
  stacks[INGEST_FUNCTIONS.includes(id) ? 'ingest-eu-west-2' : 'central']!;
const functionOf = (id: FunctionId, from = stackOf(id)) =>
  resource(from, 'aws_lambda_function', { function_name: `pillarbox-${id}` });
const variablesOf = (id: FunctionId, from = stackOf(id)) =>
  (functionOf(id, from).environment as { variables: Record<string, string> }).variables;

describe.each(FUNCTIONS)('%s', (id) => {
  const region = INGEST_FUNCTIONS.includes(id) ? 'eu-west-2' : 'eu-west-1';
  const stack = stackOf(id);

  it('runs on Node.js on arm64, traced, with its own role and log', () => {
    expect(functionOf(id)).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      role: reference(stack, 'aws_iam_role', { name: `pillarbox-${region}-${id}` }, 'arn'),
      tracing_config: { mode: 'Active' },
      logging_config: {
        log_format: 'JSON',
        log_group: reference(
          stack,
          'aws_cloudwatch_log_group',
          { name: `/aws/lambda/pillarbox-${id}` },
          'name',
        ),
      },
    });
  });

  it('keeps its log as long as the settings say', () => {
    const group = resource(stack, 'aws_cloudwatch_log_group', { name: `/aws/lambda/pillarbox-${id}` });

    expect(group.retention_in_days).toBe(7);
  });

  it('is created after its permissions', () => {
    const role = reference(stack, 'aws_iam_role', { name: `pillarbox-${region}-${id}` }, 'name');

    expect(functionOf(id).depends_on).toEqual([
      reference(stack, 'aws_iam_role_policy', { role }, '').slice(2, -2),
    ]);
  });

  it('names its code by the hash of the content', () => {
    const { filename, source_code_hash } = functionOf(id);
    const hash = Buffer.from(String(source_code_hash), 'base64').toString('hex');

    expect(filename).toMatch(new RegExp(`^assets/[\\w-]+/${hash}/function\\.zip$`));
  });

  it('is given exactly the variables that its code reads', () => {
    expect(Object.keys(variablesOf(id)).sort()).toEqual(variablesReadBy(id));
  });
});

it.each([
  ['authorizer', 5, 256],
  ['jwt-authorizer', 10, 256],
  ['get-job', 20, 256],
  ['webhook', 15, 256],
  ['upload', 5, 256],
  ['plan-lanes', 10, 256],
  ['drain-lane', 125, 512],
  ['sweep', 45, 256],
  ['claim', 10, 256],
  ['process', 40, 1024],
  ['process-standard', 480, 1024],
  ['fail', 10, 256],
  ['notify', 10, 256],
  ['reconcile', 60, 512],
] as const)('%s has %i s and %i MB', (id, timeout, memory_size) => {
  expect(functionOf(id)).toMatchObject({ timeout, memory_size });
});

it('reserves concurrency for Process only where the settings say so', () => {
  const reserved = synth({ processing: { reservedConcurrency: 50 } }).central!;

  expect(functionOf('process')).not.toHaveProperty('reserved_concurrent_executions');
  expect(functionOf('process', reserved)).toMatchObject({ reserved_concurrent_executions: 50 });
  expect(functionOf('process-standard', reserved)).not.toHaveProperty('reserved_concurrent_executions');
  expect(functionOf('claim', reserved)).not.toHaveProperty('reserved_concurrent_executions');
});

it('reserves concurrency for jobs by a setting of their own', () => {
  const reserved = synth({ processing: { standardReservedConcurrency: 7 } }).central!;

  expect(functionOf('process-standard')).not.toHaveProperty('reserved_concurrent_executions');
  expect(functionOf('process-standard', reserved)).toMatchObject({ reserved_concurrent_executions: 7 });
  expect(functionOf('process', reserved)).not.toHaveProperty('reserved_concurrent_executions');
});

it('has the values that belong to the names', () => {
  expect(variablesOf('authorizer')).toEqual({
    TOKEN_SECRET: 'pillarbox-tokens',
    TOKEN_HEADER: 'AuthDetails',
    SECRET_CACHE_SECONDS: '60',
  });
  expect(variablesOf('get-job')).toEqual({
    PILLARBOX_NAME: 'pillarbox',
    RECORDS_TABLE: 'pillarbox-records',
    RECORDS_REGION: 'eu-west-1',
  });
  expect(variablesOf('get-job', synth({ replicateStatus: true })['ingest-eu-west-2'])).toMatchObject({
    RECORDS_TABLE: 'pillarbox-records',
    RECORDS_REGION: 'eu-west-2',
  });
  expect(variablesOf('webhook')).toEqual({
    WEBHOOK_SECRET: 'pillarbox-webhooks',
    WEBHOOKS: '{"toleranceSeconds":300,"sources":{"acme":{"scheme":"standard"}}}',
    CAPTURE_BUCKET: resource(stackOf('webhook'), 'aws_s3_bucket').bucket,
  });
  const table = reference(stacks.central!, 'aws_dynamodb_table', {}, 'name');
  expect(variablesOf('plan-lanes')).toEqual({
    PILLARBOX_NAME: 'pillarbox',
    RECORDS_TABLE: table,
    PROCESS_FUNCTION: 'pillarbox-process',
    MAX_LANES_PER_REGION: '8',
    INGEST_REGIONS: '[{"region":"eu-west-2","maxAttempts":5},{"region":"us-east-1","maxAttempts":7}]',
  });
  expect(variablesOf('drain-lane')).toEqual({
    PILLARBOX_NAME: 'pillarbox',
    PROCESSING_ARN: reference(
      stacks.central!,
      'aws_sfn_state_machine',
      { name: 'pillarbox-process-express' },
      'arn',
    ),
    LANE_SETTINGS: JSON.stringify({
      receiveSeconds: 55,
      pollSeconds: 20,
      polls: 2,
      maxInFlight: 20,
      executionTimeoutSeconds: 60,
      retryBaseSeconds: 10,
      retryMaxSeconds: 900,
    }),
    RECORDS_TABLE: table,
    STANDARD_PROCESSING_ARN: reference(
      stacks.central!,
      'aws_sfn_state_machine',
      { name: 'pillarbox-process-standard' },
      'arn',
    ),
    LEASE_SECONDS: '{"EXPRESS":70,"STANDARD":660}',
    RECORD_RETENTION_SECONDS: '7776000',
  });
  expect(variablesOf('claim')).toEqual({
    RECORDS_TABLE: table,
    LEASE_SECONDS: '{"EXPRESS":70,"STANDARD":660}',
    RECORD_RETENTION_SECONDS: '7776000',
  });
  expect(variablesOf('process')).toEqual({ RECORDS_TABLE: table, RECORD_RETENTION_SECONDS: '7776000' });
  expect(variablesOf('process-standard')).toEqual(variablesOf('process'));
  expect(variablesOf('fail')).toEqual({
    RECORDS_TABLE: table,
    RETRY_SETTINGS: '{"retryBaseSeconds":10,"retryMaxSeconds":900}',
  });
  expect(variablesOf('notify')).toEqual({
    RECORDS_TABLE: table,
    DNS_SUFFIX: '${data.aws_partition.partition.dns_suffix}',
  });
  expect(variablesOf('reconcile')).toEqual({
    PILLARBOX_NAME: 'pillarbox',
    RECORDS_TABLE: table,
    INGEST_REGIONS: variablesOf('plan-lanes').INGEST_REGIONS,
    RECONCILE_MIN_AGE_SECONDS: '86400',
  });
});

it.each([
  [0, '0'],
  [10, '10'],
  [300, '60'],
])('with a cache of %i s in API Gateway the secret is trusted for %s s', (cacheTtlSeconds, expected) => {
  const stack = synth({ defaults: { auth: { cacheTtlSeconds } } })['ingest-eu-west-2']!;

  expect(functionOf('authorizer', stack).environment).toMatchObject({
    variables: { SECRET_CACHE_SECONDS: expected },
  });
});

/** Names of the variables in a function's own folder. */
function variablesReadBy(id: FunctionId): string[] {
  const handler = resolve(__dirname, '../../lambdas', functionFolder(id), 'handler.ts');
  const keys = [...sourcesFrom(handler)].flatMap(([, source]) =>
    [...source.matchAll(/\bENV\.(\w+)/g)].map(([, key]) => key as keyof typeof ENV),
  );
  return [...new Set(keys.map((key) => ENV[key] as string))].sort();
}

/** The text of a file and of all that it imports from `lambdas/`, by path. */
function sourcesFrom(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found;
  const source = readFileSync(file, 'utf8');
  found.set(file, source);
  for (const [, path = ''] of source.matchAll(/from '(\.[^']*)'/g)) {
    const imported = join(dirname(file), `${path}.ts`);
    if (imported.includes('/lambdas/')) sourcesFrom(imported, found);
  }
  return found;
}
