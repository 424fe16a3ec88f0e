import { json, reference, resource, resources, synth } from '../helpers/synth';

const central = synth().central!;

it('keeps records on demand, restorable, encrypted, and forgets them by their own date', () => {
  expect(resource(central, 'aws_dynamodb_table')).toEqual({
    name: 'pillarbox-records',
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: 'id',
    attribute: [
      { name: 'id', type: 'S' },
      { name: 'attention', type: 'S' },
      { name: 'claimedAt', type: 'N' },
      { name: 'unfinished', type: 'S' },
      { name: 'dueAt', type: 'N' },
    ],
    global_secondary_index: [
      { name: 'attention', hash_key: 'attention', range_key: 'claimedAt', projection_type: 'ALL' },
      { name: 'unfinished', hash_key: 'unfinished', range_key: 'dueAt', projection_type: 'ALL' },
    ],
    ttl: { attribute_name: 'expiresAt', enabled: true },
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true },
    deletion_protection_enabled: true,
    stream_enabled: true,
    stream_view_type: 'NEW_AND_OLD_IMAGES',
  });
});

it('has a replica of the records in every other ingest region, restorable and tagged, where status is replicated', () => {
  const ingest = ['eu-west-1', 'eu-west-2', 'us-east-1'].map((region) => ({ region }));
  const replicated = synth({ ingest, replicateStatus: true }).central!;
  const plain = synth({ ingest }).central!;

  expect(resource(replicated, 'aws_dynamodb_table')).toEqual({
    ...resource(plain, 'aws_dynamodb_table'),
    replica: [
      { region_name: 'eu-west-2', point_in_time_recovery: true, propagate_tags: true },
      { region_name: 'us-east-1', point_in_time_recovery: true, propagate_tags: true },
    ],
  });
});

describe.each(['pillarbox-tokens', 'pillarbox-webhooks'])('the secret %s', (name) => {
  it('is replicated to every ingest region', () => {
    expect(resource(central, 'aws_secretsmanager_secret', { name })).toMatchObject({
      replica: [{ region: 'eu-west-2' }, { region: 'us-east-1' }],
    });
  });

  it('is not replicated to the region that it is in', () => {
    const both = synth({ ingest: [{ region: 'eu-west-1' }, { region: 'eu-west-2' }] }).central!;

    expect(resource(both, 'aws_secretsmanager_secret', { name }).replica).toEqual([{ region: 'eu-west-2' }]);
  });

  it('has no value, which denies all', () => {
    expect(resources(central, 'aws_secretsmanager_secret_version')).toEqual([]);
  });
});

it('without a source of webhooks there is no route, no function and no secret for them', () => {
  const without = synth({ webhooks: undefined });

  expect(resources(without.central!, 'aws_secretsmanager_secret').map(({ name }) => name)).toEqual([
    'pillarbox-tokens',
  ]);
  const ingest = without['ingest-eu-west-2']!;
  expect(resources(ingest, 'aws_lambda_function').map((fn) => fn.function_name)).toEqual([
    'pillarbox-authorizer',
    'pillarbox-get-job',
    'pillarbox-upload',
  ]);
  expect(ingest.text).not.toContain('webhooks');
});

it('drains every minute, and does not make up for a missed minute', () => {
  expect(resource(central, 'aws_scheduler_schedule', { name: 'pillarbox-drain' })).toEqual({
    name: 'pillarbox-drain',
    description: 'Drains the ingest regions',
    schedule_expression: 'rate(1 minute)',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: reference(central, 'aws_sfn_state_machine', { name: 'pillarbox-drain' }, 'arn'),
      role_arn: reference(central, 'aws_iam_role', { name: 'pillarbox-eu-west-1-schedule' }, 'arn'),
      retry_policy: { maximum_retry_attempts: 0, maximum_event_age_in_seconds: 60 },
    },
  });
});

it('reconciles once a day, and tries for an hour to start', () => {
  expect(resource(central, 'aws_scheduler_schedule', { name: 'pillarbox-reconcile' })).toEqual({
    name: 'pillarbox-reconcile',
    description: 'Reconciles buckets and records',
    schedule_expression: 'rate(1 day)',
    flexible_time_window: { mode: 'OFF' },
    target: {
      arn: reference(central, 'aws_sfn_state_machine', { name: 'pillarbox-reconcile' }, 'arn'),
      role_arn: reference(central, 'aws_iam_role', { name: 'pillarbox-eu-west-1-reconcile-schedule' }, 'arn'),
      retry_policy: { maximum_retry_attempts: 10, maximum_event_age_in_seconds: 3600 },
    },
  });
});

it('reconciles every ingest region, each step longer than its function', () => {
  const { States } = json(
    resource(central, 'aws_sfn_state_machine', { name: 'pillarbox-reconcile' }),
    'definition',
  ) as { States: Record<string, { Result?: object; ItemProcessor?: { States: Record<string, object> } }> };

  expect(States.Regions?.Result).toEqual({ regions: ['eu-west-2', 'us-east-1'] });
  expect(States['Reconcile regions']?.ItemProcessor?.States['Reconcile step']).toMatchObject({
    TimeoutSeconds: 65,
    Parameters: {
      FunctionName: reference(
        central,
        'aws_lambda_function',
        { function_name: 'pillarbox-reconcile' },
        'arn',
      ),
    },
  });
});

it.each([
  ['pillarbox-drain', 'EXPRESS', 'drain', 'ALL', true],
  ['pillarbox-process-express', 'EXPRESS', 'process-express', 'ERROR', false],
  ['pillarbox-process-standard', 'STANDARD', 'standard-workflow', 'ERROR', false],
  ['pillarbox-reconcile', 'STANDARD', 'reconcile-workflow', 'ERROR', true],
])('%s is %s, logged and traced', (name, type, purpose, level, include_execution_data) => {
  const log = reference(
    central,
    'aws_cloudwatch_log_group',
    { name: `/aws/vendedlogs/states/${name}` },
    'arn',
  );
  const role = reference(central, 'aws_iam_role', { name: `pillarbox-eu-west-1-${purpose}` }, 'name');
  const { definition: _, ...workflow } = resource(central, 'aws_sfn_state_machine', { name });

  expect(workflow).toEqual({
    name,
    type,
    role_arn: role.replace('.name}', '.arn}'),
    logging_configuration: { level, include_execution_data, log_destination: `${log}:*` },
    tracing_configuration: { enabled: true },
    depends_on: [reference(central, 'aws_iam_role_policy', { role }, '').slice(2, -2)],
  });
});

it.each([
  [
    {},
    {
      execution: 60,
      claim: 11,
      process: 50,
      standard: 600,
      job: 540,
      drain: 135,
      plan: 10,
      lane: 125,
      sweep: 45,
    },
  ],
  [
    { expressTimeoutSeconds: 4, standardTimeoutSeconds: 1020, laneReceiveSeconds: 5 },
    { execution: 4, claim: 4, process: 3, standard: 1020, job: 960, drain: 11, plan: 5, lane: 10, sweep: 10 },
  ],
])('with %j the workflows have the time-outs of the settings', (processing, expected) => {
  const stack = synth({ processing }).central!;
  const definition = (name: string) =>
    json(resource(stack, 'aws_sfn_state_machine', { name }), 'definition') as unknown as {
      TimeoutSeconds: number;
      States: Record<string, { TimeoutSeconds: number }>;
    };
  const process = definition('pillarbox-process-express');
  const standard = definition('pillarbox-process-standard');
  const drain = definition('pillarbox-drain');
  const timeoutOf = (name: string) => resource(stack, 'aws_lambda_function', { function_name: name }).timeout;

  expect({
    execution: process.TimeoutSeconds,
    claim: process.States.Claim!.TimeoutSeconds,
    process: process.States.Process!.TimeoutSeconds,
    standard: standard.TimeoutSeconds,
    job: standard.States.Process!.TimeoutSeconds,
    drain: drain.TimeoutSeconds,
    plan: drain.States['Plan lanes']!.TimeoutSeconds,
    lane: timeoutOf('pillarbox-drain-lane'),
    sweep: timeoutOf('pillarbox-sweep'),
  }).toEqual(expected);
});

it('archives failures that could not be recorded for as long as records', () => {
  expect(resource(central, 'aws_cloudwatch_event_archive')).toEqual({
    name: 'pillarbox-failures',
    event_source_arn: reference(central, 'aws_cloudwatch_event_bus', { name: 'pillarbox-failures' }, 'arn'),
    retention_days: 90,
  });
});

it.each([
  ['express', [{ 'anything-but': ['jobs', 'uploads'] }]],
  ['standard', ['jobs', 'uploads']],
])(
  'processes what is replayed from the archive on its %s workflow, and nothing when it first arrives',
  (type, channel) => {
    const name = `pillarbox-replay-${type}`;
    expect(json(resource(central, 'aws_cloudwatch_event_rule', { name }), 'event_pattern')).toEqual({
      source: ['pillarbox.processing'],
      'detail-type': ['Failure Not Recorded'],
      'replay-name': [{ exists: true }],
      detail: { channel },
    });
    const rule = reference(central, 'aws_cloudwatch_event_rule', { name }, 'name');
    expect(resource(central, 'aws_cloudwatch_event_target', { rule })).toEqual({
      rule,
      event_bus_name: reference(central, 'aws_cloudwatch_event_bus', {}, 'name'),
      target_id: 'processing',
      arn: reference(central, 'aws_sfn_state_machine', { name: `pillarbox-process-${type}` }, 'arn'),
      role_arn: reference(central, 'aws_iam_role', { name: 'pillarbox-eu-west-1-replay' }, 'arn'),
      input_path: '$.detail',
    });
  },
);

it('shows every region on the dashboard', () => {
  const { widgets } = json(resource(central, 'aws_cloudwatch_dashboard'), 'dashboard_body') as {
    widgets: { properties: { title: string; metrics: unknown[][] } }[];
  };

  expect(widgets.map(({ properties }) => properties.title)).toEqual([
    'Waiting captures',
    'Age of the oldest capture, s',
    'Error queues',
    'Captured',
    'Waiting WebSocket messages',
    'Age of the oldest WebSocket message, s',
    'Error queues of WebSocket messages',
    'WebSocket messages',
    'Drain',
    'Processing',
    'Jobs',
    'Function errors',
    'Function throttles',
  ]);
  expect(widgets[0]?.properties.metrics).toEqual(
    ['eu-west-2', 'us-east-1'].map((region) => [
      'AWS/SQS',
      'ApproximateNumberOfMessagesVisible',
      'QueueName',
      'pillarbox-captures',
      { region, label: region },
    ]),
  );
});
