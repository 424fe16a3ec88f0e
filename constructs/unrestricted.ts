import type { Statement } from './policy';

/** Actions that IAM knows no resource for. The only statements with `Resource: "*"`, each with its reason. */
const UNRESTRICTED = {
  /** Trace segments have no ARN (Service Authorization Reference, "AWS X-Ray"). */
  tracing: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  /** Step Functions also asks X-Ray which executions to sample; rules and targets are account-wide there. */
  workflowTracing: [
    'xray:PutTraceSegments',
    'xray:PutTelemetryRecords',
    'xray:GetSamplingRules',
    'xray:GetSamplingTargets',
  ],
  /**
   * CloudWatch Logs' delivery API has no resource types (Step Functions Developer Guide, "Logging using CloudWatch
   * Logs"); without these the creation of a logging state machine fails.
   */
  logDelivery: [
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ],
  /**
   * The account setting is accepted only if its role can do all of this anywhere (API Gateway Developer Guide, "Set up
   * CloudWatch logging"; same as the managed policy AmazonAPIGatewayPushToCloudWatchLogs).
   */
  apiGatewayLogs: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
  ],
} as const;

/** A statement on every resource, for a purpose that {@link UNRESTRICTED} explains. */
export function allowUnrestricted(purpose: keyof typeof UNRESTRICTED): Statement {
  return { Effect: 'Allow', Action: [...UNRESTRICTED[purpose]], Resource: '*' };
}
