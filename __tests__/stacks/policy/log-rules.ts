import { every, type Rule } from './rule';

/** Whether a value is the name or ARN of a log group of the same stack, whose retention a rule looks at. */
const isLogGroup = (value: unknown) =>
  /^\$\{aws_cloudwatch_log_group\.[\w-]+\.(name|arn)\}(:\*)?$/.test(String(value));

/** Retentions that CloudWatch Logs accepts (PutRetentionPolicy), up to a year. */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

/** What is logged, where, and for how long. */
export const LOG_RULES: Rule[] = [
  every('aws_cloudwatch_log_group', 'every log group has a retention', ({ retention_in_days }) =>
    RETENTIONS.includes(Number(retention_in_days)),
  ),
  every('aws_lambda_function', 'every function writes to a log group of its stack', ({ logging_config }) =>
    isLogGroup((logging_config as { log_group?: unknown } | undefined)?.log_group),
  ),
  every(
    'aws_sfn_state_machine',
    'every workflow writes to a log group of its stack',
    ({ logging_configuration }) =>
      isLogGroup((logging_configuration as { log_destination?: unknown } | undefined)?.log_destination),
  ),
  every(
    'aws_api_gateway_stage',
    'every stage writes its access log to a log group of its stack',
    ({ access_log_settings }) =>
      isLogGroup((access_log_settings as { destination_arn?: unknown } | undefined)?.destination_arn),
  ),
  every(
    'aws_apigatewayv2_stage',
    'every WebSocket stage writes its access log to a log group of its stack, and no execution log',
    ({ access_log_settings, default_route_settings }) => {
      const { logging_level, data_trace_enabled } = (default_route_settings ?? {}) as Record<string, unknown>;
      return (
        isLogGroup((access_log_settings as { destination_arn?: unknown } | undefined)?.destination_arn) &&
        logging_level === 'OFF' &&
        data_trace_enabled === false
      );
    },
  ),
  every(
    'aws_api_gateway_method_settings',
    'no method has an execution log, which would hold payloads and tokens',
    ({ settings }) => {
      const { logging_level, data_trace_enabled } = settings as Record<string, unknown>;
      return logging_level === 'OFF' && data_trace_enabled === false;
    },
  ),
];
