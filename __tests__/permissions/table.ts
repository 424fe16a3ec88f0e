import type { Scenario } from './scenarios';

/** What one permission is for. */
export interface Purpose {
  /** Purpose of the role, or name of the queue. */
  of: string[];
  actions: string[];
  /** Which scenario fails without it; `created`: the resource that needs it cannot be created. */
  breaks?: Scenario | 'created';
  /** Why no scenario can show it here. */
  unproven?: string;
  /** Only a function's first invocation asks for it. */
  cold?: true;
}

const FUNCTIONS = [
  'authorizer',
  'get-job',
  'webhook',
  'upload',
  'plan-lanes',
  'drain-lane',
  'sweep',
  'claim',
  'process',
  'process-standard',
  'fail',
  'notify',
  'reconcile',
];
const WORKFLOWS = ['process-express', 'standard-workflow', 'drain', 'reconcile-workflow'];

/** Every permission of the stacks, and what does not work without it. */
export const PURPOSES: Purpose[] = [
  { of: [...FUNCTIONS, ...WORKFLOWS, 'api-logs'], actions: ['sts:AssumeRole'], breaks: 'created' },
  { of: ['capture-put', 'authorizer-invoke'], actions: ['sts:AssumeRole'], breaks: 'captured' },
  { of: ['schedule', 'reconcile-schedule'], actions: ['sts:AssumeRole'], breaks: 'created' },
  { of: ['replay'], actions: ['sts:AssumeRole'], breaks: 'replayed' },

  { of: FUNCTIONS, actions: ['logs:CreateLogStream'], breaks: 'logged', cold: true },
  { of: FUNCTIONS, actions: ['logs:PutLogEvents'], breaks: 'logged' },
  { of: FUNCTIONS, actions: ['xray:PutTraceSegments'], breaks: 'created' },
  {
    of: FUNCTIONS,
    actions: ['xray:PutTelemetryRecords'],
    unproven:
      'The local cloud has no traces. The X-Ray daemon of Lambda sends telemetry with it (managed policy AWSXRayDaemonWriteAccess).',
  },
  {
    of: WORKFLOWS,
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    unproven:
      'The local cloud has no traces. Step Functions lists all four (Developer Guide, "IAM policies for X-Ray").',
  },
  {
    of: WORKFLOWS,
    actions: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    breaks: 'created',
  },
  {
    of: ['api-logs'],
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ],
    breaks: 'created',
  },

  { of: ['authorizer'], actions: ['secretsmanager:GetSecretValue'], breaks: 'captured' },
  { of: ['authorizer-invoke'], actions: ['lambda:InvokeFunction'], breaks: 'captured' },
  { of: ['capture-put'], actions: ['s3:PutObject'], breaks: 'captured' },
  { of: ['jobs-put'], actions: ['sts:AssumeRole', 's3:PutObject'], breaks: 'told' },
  { of: ['messages-send'], actions: ['sts:AssumeRole', 'sqs:SendMessage'], breaks: 'acknowledged' },
  { of: ['get-job-invoke'], actions: ['sts:AssumeRole', 'lambda:InvokeFunction'], breaks: 'told' },
  { of: ['get-job'], actions: ['dynamodb:GetItem', 's3:GetObject'], breaks: 'told' },
  { of: ['get-job'], actions: ['s3:ListBucket'], breaks: 'told of none' },
  { of: ['webhook-invoke'], actions: ['sts:AssumeRole', 'lambda:InvokeFunction'], breaks: 'hooked' },
  { of: ['webhook'], actions: ['s3:PutObject'], breaks: 'hooked' },
  { of: ['webhook'], actions: ['secretsmanager:GetSecretValue'], breaks: 'hooked', cold: true },
  { of: ['upload-invoke'], actions: ['sts:AssumeRole', 'lambda:InvokeFunction'], breaks: 'uploaded' },
  { of: ['upload'], actions: ['s3:PutObject'], breaks: 'uploaded' },
  { of: ['captures'], actions: ['sqs:SendMessage'], breaks: 'processed' },

  { of: ['schedule', 'reconcile-schedule'], actions: ['states:StartExecution'], breaks: 'scheduled' },
  { of: ['drain'], actions: ['lambda:InvokeFunction'], breaks: 'job failed' },
  { of: ['plan-lanes'], actions: ['dynamodb:GetItem', 'lambda:InvokeFunction'], breaks: 'processed' },
  { of: ['plan-lanes'], actions: ['sqs:GetQueueUrl'], breaks: 'shared out', cold: true },
  { of: ['plan-lanes'], actions: ['sqs:GetQueueAttributes'], breaks: 'shared out' },
  { of: ['drain-lane'], actions: ['sqs:GetQueueUrl'], breaks: 'processed', cold: true },
  {
    of: ['drain-lane'],
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'states:StartSyncExecution'],
    breaks: 'processed',
  },
  { of: ['drain-lane'], actions: ['sqs:ChangeMessageVisibility', 'sqs:SendMessage'], breaks: 'failed' },
  {
    of: ['drain-lane'],
    actions: ['states:StartExecution', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
    breaks: 'job done',
  },
  {
    of: ['sweep'],
    actions: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
    breaks: 'job failed',
  },
  { of: ['sweep'], actions: ['states:StartExecution', 'sqs:SendMessage'], breaks: 'job failed' },
  { of: ['sweep'], actions: ['sqs:GetQueueUrl'], breaks: 'job failed', cold: true },

  { of: ['drain-lane'], actions: ['s3:PutObject'], breaks: 'message processed' },
  { of: ['drain-lane'], actions: ['s3:GetObject'], breaks: 'message delivered twice' },
  {
    of: ['notify'],
    actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 's3:GetObject', 'execute-api:ManageConnections'],
    breaks: 'answered',
  },
  { of: ['notify'], actions: ['s3:ListBucket'], breaks: 'message expired' },

  { of: ['process-express'], actions: ['dynamodb:UpdateItem'], breaks: 'processed' },
  { of: ['process-express'], actions: ['lambda:InvokeFunction'], breaks: 'failed' },
  { of: ['process-express'], actions: ['events:PutEvents'], breaks: 'archived' },
  { of: ['standard-workflow'], actions: ['dynamodb:UpdateItem'], breaks: 'job done' },
  { of: ['standard-workflow'], actions: ['lambda:InvokeFunction'], breaks: 'job failed' },
  { of: ['standard-workflow'], actions: ['events:PutEvents'], breaks: 'job archived' },
  { of: ['replay'], actions: ['states:StartExecution'], breaks: 'replayed' },
  { of: ['claim'], actions: ['dynamodb:UpdateItem'], breaks: 'processed' },
  { of: ['claim'], actions: ['dynamodb:GetItem'], breaks: 'delivered twice' },
  { of: ['process'], actions: ['s3:GetObject'], breaks: 'processed' },
  { of: ['process'], actions: ['s3:ListBucket'], breaks: 'expired' },
  { of: ['process'], actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], breaks: 'told apart' },
  { of: ['process-standard'], actions: ['s3:GetObject'], breaks: 'job done' },
  { of: ['process-standard'], actions: ['s3:ListBucket'], breaks: 'job expired' },
  { of: ['process-standard'], actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], breaks: 'jobs told apart' },
  { of: ['fail'], actions: ['dynamodb:UpdateItem'], breaks: 'failed' },
  { of: ['fail'], actions: ['dynamodb:GetItem'], breaks: 'overtaken' },
  { of: ['reconcile-workflow'], actions: ['lambda:InvokeFunction'], breaks: 'reconciled' },
  { of: ['reconcile'], actions: ['dynamodb:BatchGetItem', 's3:ListBucket'], breaks: 'put back' },
  { of: ['reconcile'], actions: ['sqs:GetQueueUrl'], breaks: 'put back', cold: true },
  { of: ['reconcile'], actions: ['sqs:SendMessage'], breaks: 'put back' },
];
