import type { Role } from './statements';

/** Actions that roles of one kind may do on every resource. */
export interface Everywhere {
  /** The service that assumes the roles. */
  service: string;
  /** Only the roles for this purpose; all of that service when absent. */
  purpose?: string;
  actions: string[];
  why: string;
}

/** Actions that IAM knows no resource for, or that a service insists on having for all resources. */
export const EVERYWHERE: Everywhere[] = [
  {
    service: 'lambda.amazonaws.com',
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    why: 'traces have no ARN',
  },
  {
    service: 'states.amazonaws.com',
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    why: 'traces have no ARN',
  },
  {
    service: 'states.amazonaws.com',
    actions: ['xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    why: 'sampling rules are asked for all at once',
  },
  {
    service: 'states.amazonaws.com',
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
    why: 'the delivery API has no resource types, resource policies and lists of log groups have no ARN',
  },
  {
    service: 'apigateway.amazonaws.com',
    purpose: 'api-logs',
    actions: [
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ],
    why: 'the API Gateway account setting is refused without it',
  },
];

/** Whether there is an explanation why a role may do something on every resource. */
export function mayEverywhere(role: Role | undefined, action: string): boolean {
  return EVERYWHERE.some(
    ({ service, purpose = role?.purpose, actions }) =>
      role?.service === service && role.purpose === purpose && actions.includes(action),
  );
}

/** An ARN whose references stand as type and attribute only, such as `<aws_s3_bucket.arn>/captures/*`. */
export function masked(arn: string): string {
  return arn.replace(/\$\{(?:data\.)?(\w+)\.[\w-]+\.(\w+)\}/g, '<$1.$2>');
}

/** Whole masked ARNs with wildcards, of roles for one purpose where that is named. */
export const PARTIAL: { like: RegExp; purpose?: string; why: string }[] = [
  { like: /^<aws_cloudwatch_log_group\.arn>:\*$/, why: 'all streams of one log group' },
  {
    like: /^arn:<aws_partition\.partition>:s3:::[\w-]+-captures-<aws_caller_identity\.account_id>-[a-z\d-]+\/(?:captures|messages)\/\*$/,
    why: 'all captures, or all messages, of the bucket of one region',
  },
  {
    like: /^arn:<aws_partition\.partition>:s3:::[\w-]+-captures-<aws_caller_identity\.account_id>-\*(?:\/(?:captures|messages)\/\*)?$/,
    purpose: 'get-job',
    why: 'the buckets of all regions: an ingest stack does not know the others',
  },
  {
    like: /^<aws_s3_bucket\.arn>\/captures\/(?:publish|jobs|uploads|webhooks)\/\*$/,
    why: 'all captures of one channel of one bucket',
  },
  {
    like: /^arn:<aws_partition\.partition>:execute-api:[a-z\d-]+:<aws_caller_identity\.account_id>:\*\/[\w-]+\/POST\/@connections\/\*$/,
    purpose: 'notify',
    why: "ids of APIs are AWS's and in no name; every connection of a stage may be answered",
  },
  {
    like: /^<aws_api_gateway_rest_api\.execution_arn>\/[\w-]+\/\*\/\*$/,
    purpose: 'invoke',
    why: 'all methods of one API that asks for signed calls',
  },
  {
    like: /^arn:<aws_partition\.partition>:execute-api:[a-z\d-]+:<aws_caller_identity\.account_id>:\*\/[\w-]+\/(?:POST\/publish|POST\/uploads|\*\/jobs\*|\$connect)$/,
    purpose: 'invoke',
    why: "ids of APIs are AWS's, and no stack knows those of another: routes that are called as ours are",
  },
  {
    like: /^arn:<aws_partition\.partition>:secretsmanager:[a-z\d-]+:<aws_caller_identity\.account_id>:secret:[\w-]+-(?:tokens|webhooks)-\?{6}$/,
    why: 'the random end of the ARN of one secret',
  },
];

/** Whether there is an explanation for the wildcards of a resource that a role may use. */
export function isExplained(arn: string, role: Role | undefined): boolean {
  return PARTIAL.some(
    ({ like, purpose = role?.purpose }) => like.test(masked(arn)) && purpose === role?.purpose,
  );
}
