import {
  json,
  reference,
  resource,
  resources,
  type SynthesizedStack,
  statementsOf,
  synth,
} from '../helpers/synth';

const stacks = synth();
const central = stacks.central!;
const ingest = stacks['ingest-eu-west-2']!;

const ACCOUNT = '${data.aws_caller_identity.caller.account_id}';
const ARN = 'arn:${data.aws_partition.partition.partition}';
const sqs = (region: string, name: string) => `${ARN}:sqs:${region}:${ACCOUNT}:${name}`;
/** A queue in every ingest region. */
const both = (name: string) => [sqs('eu-west-2', name), sqs('us-east-1', name)];
const bucket = (region: string) => `${ARN}:s3:::pillarbox-captures-${ACCOUNT}-${region}`;
const functionArn = (id: string) =>
  reference(central, 'aws_lambda_function', { function_name: `pillarbox-${id}` }, 'arn');
const workflowArn = (name: string) =>
  reference(central, 'aws_sfn_state_machine', { name: `pillarbox-${name}` }, 'arn');
const table = reference(central, 'aws_dynamodb_table', {}, 'arn');

const allow = (actions: string[], resources: string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
});
const everywhere = (actions: string[]) => ({ Effect: 'Allow', Action: actions, Resource: '*' });

const TRACING = everywhere(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']);
const LOG_DELIVERY = everywhere([
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
]);
const WORKFLOW_TRACING = everywhere([
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
]);
const API_LOGS = everywhere([
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
]);
const ownLog = (stack: SynthesizedStack, id: string) => {
  const group = reference(stack, 'aws_cloudwatch_log_group', { name: `/aws/lambda/pillarbox-${id}` }, 'arn');
  return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${group}:*`]);
};

it.each<[string, unknown[]]>([
  [
    'authorizer',
    [
      ownLog(ingest, 'authorizer'),
      TRACING,
      allow(
        ['secretsmanager:GetSecretValue'],
        [`${ARN}:secretsmanager:eu-west-2:${ACCOUNT}:secret:pillarbox-tokens-??????`],
      ),
    ],
  ],
  [
    'authorizer-invoke',
    [
      allow(
        ['lambda:InvokeFunction'],
        [reference(ingest, 'aws_lambda_function', { function_name: 'pillarbox-authorizer' }, 'arn')],
      ),
    ],
  ],
  [
    'capture-put',
    [allow(['s3:PutObject'], [`${reference(ingest, 'aws_s3_bucket', {}, 'arn')}/captures/publish/*`])],
  ],
  [
    'jobs-put',
    [allow(['s3:PutObject'], [`${reference(ingest, 'aws_s3_bucket', {}, 'arn')}/captures/jobs/*`])],
  ],
  [
    'messages-send',
    [
      allow(
        ['sqs:SendMessage'],
        [reference(ingest, 'aws_sqs_queue', { name: 'pillarbox-messages.fifo' }, 'arn')],
      ),
    ],
  ],
  [
    'get-job',
    [
      ownLog(ingest, 'get-job'),
      TRACING,
      allow(['dynamodb:GetItem'], [`${ARN}:dynamodb:eu-west-1:${ACCOUNT}:table/pillarbox-records`]),
      allow(['s3:GetObject'], [`${bucket('*')}/captures/*`, `${bucket('*')}/messages/*`]),
      allow(['s3:ListBucket'], [bucket('*')]),
    ],
  ],
  [
    'get-job-invoke',
    [
      allow(
        ['lambda:InvokeFunction'],
        [reference(ingest, 'aws_lambda_function', { function_name: 'pillarbox-get-job' }, 'arn')],
      ),
    ],
  ],
  [
    'webhook',
    [
      ownLog(ingest, 'webhook'),
      TRACING,
      allow(
        ['secretsmanager:GetSecretValue'],
        [`${ARN}:secretsmanager:eu-west-2:${ACCOUNT}:secret:pillarbox-webhooks-??????`],
      ),
      allow(['s3:PutObject'], [`${reference(ingest, 'aws_s3_bucket', {}, 'arn')}/captures/webhooks/*`]),
    ],
  ],
  [
    'webhook-invoke',
    [
      allow(
        ['lambda:InvokeFunction'],
        [reference(ingest, 'aws_lambda_function', { function_name: 'pillarbox-webhook' }, 'arn')],
      ),
    ],
  ],
  [
    'upload',
    [
      ownLog(ingest, 'upload'),
      TRACING,
      allow(['s3:PutObject'], [`${reference(ingest, 'aws_s3_bucket', {}, 'arn')}/captures/uploads/*`]),
    ],
  ],
  [
    'upload-invoke',
    [
      allow(
        ['lambda:InvokeFunction'],
        [reference(ingest, 'aws_lambda_function', { function_name: 'pillarbox-upload' }, 'arn')],
      ),
    ],
  ],
  ['api-logs', [API_LOGS]],
])('in an ingest region %s may do this and nothing else', (purpose, statements) => {
  expect(statementsOf(ingest, `pillarbox-eu-west-2-${purpose}`)).toEqual(statements);
});

it('where status is replicated, the function of GET /jobs/{jobId} may read the replica of its region, and not the table', () => {
  const replicated = synth({ replicateStatus: true });
  const stack = replicated['ingest-eu-west-2']!;

  expect(statementsOf(stack, 'pillarbox-eu-west-2-get-job')).toEqual([
    ownLog(stack, 'get-job'),
    TRACING,
    allow(['dynamodb:GetItem'], [`${ARN}:dynamodb:eu-west-2:${ACCOUNT}:table/pillarbox-records`]),
    allow(['s3:GetObject'], [`${bucket('*')}/captures/*`, `${bucket('*')}/messages/*`]),
    allow(['s3:ListBucket'], [bucket('*')]),
  ]);
});

it('replicating the status gives no other role anything', () => {
  const others = (all: Record<string, SynthesizedStack>) =>
    Object.entries(all).map(([name, stack]) => [
      name,
      resources(stack, 'aws_iam_role_policy').filter(
        ({ policy }) => !String(policy).includes(':table/pillarbox-records'),
      ),
    ]);

  expect(others(synth({ replicateStatus: true }))).toEqual(others(stacks));
});

it.each<[string, unknown[]]>([
  [
    'plan-lanes',
    [
      ownLog(central, 'plan-lanes'),
      TRACING,
      allow(['dynamodb:GetItem'], [table]),
      allow(['lambda:InvokeFunction'], [functionArn('process')]),
      allow(
        ['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
        [...both('pillarbox-captures'), ...both('pillarbox-messages.fifo')],
      ),
    ],
  ],
  [
    'drain-lane',
    [
      ownLog(central, 'drain-lane'),
      TRACING,
      allow(
        ['sqs:GetQueueUrl', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'],
        [...both('pillarbox-captures'), ...both('pillarbox-messages.fifo')],
      ),
      allow(
        ['sqs:GetQueueUrl', 'sqs:SendMessage'],
        [...both('pillarbox-captures-errors'), ...both('pillarbox-messages-errors.fifo')],
      ),
      allow(
        ['s3:PutObject', 's3:GetObject'],
        [`${bucket('eu-west-2')}/messages/*`, `${bucket('us-east-1')}/messages/*`],
      ),
      allow(['states:StartSyncExecution'], [workflowArn('process-express')]),
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table]),
      allow(['states:StartExecution'], [workflowArn('process-standard')]),
    ],
  ],
  [
    'sweep',
    [
      ownLog(central, 'sweep'),
      TRACING,
      allow(['dynamodb:Query'], [`${table}/index/unfinished`]),
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table]),
      allow(['states:StartExecution'], [workflowArn('process-standard')]),
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], both('pillarbox-captures-errors')),
    ],
  ],
  ['claim', [ownLog(central, 'claim'), TRACING, allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table])]],
  [
    'process',
    [
      ownLog(central, 'process'),
      TRACING,
      allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [table]),
      allow(
        ['s3:GetObject'],
        ['captures/*', 'messages/*'].flatMap((below) => [
          `${bucket('eu-west-2')}/${below}`,
          `${bucket('us-east-1')}/${below}`,
        ]),
      ),
      allow(['s3:ListBucket'], [bucket('eu-west-2'), bucket('us-east-1')]),
    ],
  ],
  [
    'process-standard',
    [
      ownLog(central, 'process-standard'),
      TRACING,
      allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [table]),
      allow(['s3:GetObject'], [`${bucket('eu-west-2')}/captures/*`, `${bucket('us-east-1')}/captures/*`]),
      allow(['s3:ListBucket'], [bucket('eu-west-2'), bucket('us-east-1')]),
    ],
  ],
  ['fail', [ownLog(central, 'fail'), TRACING, allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table])]],
  [
    'notify',
    [
      ownLog(central, 'notify'),
      TRACING,
      allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [table]),
      allow(['s3:GetObject'], [`${bucket('eu-west-2')}/messages/*`, `${bucket('us-east-1')}/messages/*`]),
      allow(['s3:ListBucket'], [bucket('eu-west-2'), bucket('us-east-1')]),
      allow(
        ['execute-api:ManageConnections'],
        ['eu-west-2', 'us-east-1'].map(
          (region) => `${ARN}:execute-api:${region}:${ACCOUNT}:*/beta/POST/@connections/*`,
        ),
      ),
    ],
  ],
  [
    'reconcile',
    [
      ownLog(central, 'reconcile'),
      TRACING,
      allow(['dynamodb:BatchGetItem'], [table]),
      allow(['s3:ListBucket'], [bucket('eu-west-2'), bucket('us-east-1')]),
      allow(['sqs:GetQueueUrl', 'sqs:SendMessage'], both('pillarbox-captures')),
    ],
  ],
  [
    'process-express',
    [
      allow(
        ['lambda:InvokeFunction'],
        [functionArn('claim'), functionArn('process'), functionArn('fail'), functionArn('notify')],
      ),
      allow(['dynamodb:UpdateItem'], [table]),
      allow(['events:PutEvents'], [reference(central, 'aws_cloudwatch_event_bus', {}, 'arn')]),
      LOG_DELIVERY,
      WORKFLOW_TRACING,
    ],
  ],
  [
    'standard-workflow',
    [
      allow(
        ['lambda:InvokeFunction'],
        [functionArn('claim'), functionArn('process-standard'), functionArn('fail')],
      ),
      allow(['dynamodb:UpdateItem'], [table]),
      allow(['events:PutEvents'], [reference(central, 'aws_cloudwatch_event_bus', {}, 'arn')]),
      LOG_DELIVERY,
      WORKFLOW_TRACING,
    ],
  ],
  [
    'drain',
    [
      allow(
        ['lambda:InvokeFunction'],
        [functionArn('plan-lanes'), functionArn('drain-lane'), functionArn('sweep')],
      ),
      LOG_DELIVERY,
      WORKFLOW_TRACING,
    ],
  ],
  [
    'reconcile-workflow',
    [allow(['lambda:InvokeFunction'], [functionArn('reconcile')]), LOG_DELIVERY, WORKFLOW_TRACING],
  ],
  ['schedule', [allow(['states:StartExecution'], [workflowArn('drain')])]],
  ['reconcile-schedule', [allow(['states:StartExecution'], [workflowArn('reconcile')])]],
  [
    'replay',
    [allow(['states:StartExecution'], [workflowArn('process-express'), workflowArn('process-standard')])],
  ],
])('in the centre %s may do this and nothing else', (purpose, statements) => {
  expect(statementsOf(central, `pillarbox-eu-west-1-${purpose}`)).toEqual(statements);
});

it.each([
  ['ingest-eu-west-2', 'authorizer', 'lambda.amazonaws.com', false],
  ['ingest-eu-west-2', 'authorizer-invoke', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'webhook', 'lambda.amazonaws.com', false],
  ['ingest-eu-west-2', 'webhook-invoke', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'upload', 'lambda.amazonaws.com', false],
  ['ingest-eu-west-2', 'upload-invoke', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'capture-put', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'jobs-put', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'messages-send', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'get-job', 'lambda.amazonaws.com', false],
  ['ingest-eu-west-2', 'get-job-invoke', 'apigateway.amazonaws.com', false],
  ['ingest-eu-west-2', 'api-logs', 'apigateway.amazonaws.com', false],
  ['central', 'plan-lanes', 'lambda.amazonaws.com', false],
  ['central', 'drain-lane', 'lambda.amazonaws.com', false],
  ['central', 'sweep', 'lambda.amazonaws.com', false],
  ['central', 'claim', 'lambda.amazonaws.com', false],
  ['central', 'process', 'lambda.amazonaws.com', false],
  ['central', 'process-standard', 'lambda.amazonaws.com', false],
  ['central', 'fail', 'lambda.amazonaws.com', false],
  ['central', 'notify', 'lambda.amazonaws.com', false],
  ['central', 'reconcile', 'lambda.amazonaws.com', false],
  ['central', 'process-express', 'states.amazonaws.com', true],
  ['central', 'standard-workflow', 'states.amazonaws.com', true],
  ['central', 'drain', 'states.amazonaws.com', true],
  ['central', 'reconcile-workflow', 'states.amazonaws.com', true],
  ['central', 'schedule', 'scheduler.amazonaws.com', true],
  ['central', 'reconcile-schedule', 'scheduler.amazonaws.com', true],
  ['central', 'replay', 'events.amazonaws.com', true],
])('in %s the role %s is for %s alone (for this account: %s)', (stack, purpose, Service, ownAccountOnly) => {
  const region = stack === 'central' ? 'eu-west-1' : 'eu-west-2';
  const role = resource(stacks[stack]!, 'aws_iam_role', { name: `pillarbox-${region}-${purpose}` });

  expect(json(role, 'assume_role_policy')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sts:AssumeRole',
        ...(ownAccountOnly && { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }),
      },
    ],
  });
});

it.each([
  ['central', 16],
  ['ingest-eu-west-2', 12],
])('%s has no roles but those', (stack, count) => {
  expect(resources(stacks[stack]!, 'aws_iam_role')).toHaveLength(count);
  expect(resources(stacks[stack]!, 'aws_iam_role_policy')).toHaveLength(count);
});
