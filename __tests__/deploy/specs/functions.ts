import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import type { Deployment } from '../helpers/deployment';
import { resolvedArguments } from '../helpers/resolved';
import type { Arguments } from '../helpers/stack-json';

/**
 * The functions of a stack with their logs and alarms, as the services tell of them: each as in the stack, which the
 * unit tests hold, and no other.
 */
export function describeFunctions(deployment: () => Deployment, region: string, stack: string): void {
  const clients = () => deployment().in(region);
  const synthesized = (type: string) => resolvedArguments(deployment().project, stack, type);

  it('has the functions of the stack, as they run, and no other', async () => {
    const { lambda } = clients();
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    const found = await Promise.all(
      Functions.map(({ FunctionName }) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))),
    );

    const expected = synthesized('aws_lambda_function').map(functionIn);
    expect(expected).not.toEqual([]);
    expect(byName(found.map(functionOf))).toEqual(byName(expected));
  });

  it('has the alarms of the stack and no other', async () => {
    const { MetricAlarms = [] } = await clients().alarms.send(new DescribeAlarmsCommand({}));

    const expected = synthesized('aws_cloudwatch_metric_alarm').map(alarmIn);
    expect(expected).not.toEqual([]);
    expect(byName(MetricAlarms.map(alarmOf))).toEqual(byName(expected));
  });

  it('keeps every log for a week', async () => {
    const { logGroups = [] } = await clients().logs.send(new DescribeLogGroupsCommand({}));

    const found = logGroups.map(({ logGroupName, retentionInDays }) => `${logGroupName} ${retentionInDays}`);
    expect(found.sort()).toEqual(
      synthesized('aws_cloudwatch_log_group')
        .map(({ name }) => `${name} 7`)
        .sort(),
    );
  });
}

/** What a stack says of a function. */
function functionIn({ function_name, memory_size, timeout, environment, role }: Arguments) {
  return {
    name: String(function_name),
    memory: memory_size,
    timeout,
    variables: (environment as { variables: object }).variables,
    role,
    ...SHARED,
    log: { LogFormat: 'JSON', LogGroup: `/aws/lambda/${function_name}` },
  };
}

/** The same of a function that is deployed. */
function functionOf(of: FunctionConfiguration) {
  return {
    name: String(of.FunctionName),
    memory: of.MemorySize,
    timeout: of.Timeout,
    variables: of.Environment?.Variables,
    role: of.Role,
    runtime: of.Runtime,
    architectures: of.Architectures,
    handler: of.Handler,
    tracing: of.TracingConfig?.Mode,
    log: of.LoggingConfig,
  };
}

/** What all functions have in common. */
const SHARED = {
  runtime: 'nodejs22.x',
  architectures: ['arm64'],
  handler: 'index.handler',
  tracing: 'Active',
};

/** What a stack says of an alarm. */
function alarmIn(of: Arguments) {
  return {
    name: of.alarm_name,
    namespace: of.namespace,
    metric: of.metric_name,
    dimensions: of.dimensions,
    statistic: of.statistic,
    period: of.period,
    periods: of.evaluation_periods,
    threshold: of.threshold,
    comparison: of.comparison_operator,
    missingData: of.treat_missing_data,
  };
}

/** The same of an alarm that is deployed. */
function alarmOf(of: MetricAlarm) {
  return {
    name: of.AlarmName,
    namespace: of.Namespace,
    metric: of.MetricName,
    dimensions: Object.fromEntries((of.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    statistic: of.Statistic,
    period: of.Period,
    periods: of.EvaluationPeriods,
    threshold: of.Threshold,
    comparison: of.ComparisonOperator,
    missingData: of.TreatMissingData,
  };
}

function byName<T extends { name: unknown }>(items: T[]): T[] {
  return [...items].sort((a, b) => String(a.name).localeCompare(String(b.name)));
}
