import { json, reference, resource, resources, synth } from '../helpers/synth';

const stack = synth()['ingest-eu-west-2']!;
const hashOf = (overrides: Record<string, unknown>) =>
  (
    resource(synth(overrides)['ingest-eu-west-2']!, 'aws_api_gateway_deployment').triggers as {
      document: string;
    }
  ).document;

it('is regional and made from one document', () => {
  const api = resource(stack, 'aws_api_gateway_rest_api');

  expect(api).toMatchObject({ name: 'pillarbox', endpoint_configuration: { types: ['REGIONAL'] } });
  expect(Object.keys(json(api, 'body').paths as object)).toEqual(['/publish', '/health']);
});

it('logs, traces and throttles', () => {
  const stage = resource(stack, 'aws_api_gateway_stage');

  expect(stage).toMatchObject({
    stage_name: 'beta',
    xray_tracing_enabled: true,
    access_log_settings: {
      destination_arn: reference(
        stack,
        'aws_cloudwatch_log_group',
        { name: '/aws/apigateway/pillarbox-captures' },
        'arn',
      ),
    },
  });
  expect(resource(stack, 'aws_api_gateway_method_settings')).toMatchObject({
    method_path: '*/*',
    settings: {
      throttling_rate_limit: 1000,
      throttling_burst_limit: 2000,
      metrics_enabled: true,
      logging_level: 'OFF',
      data_trace_enabled: false,
    },
  });
});

it('ships every edit, without a gap', () => {
  const usual = hashOf({});

  expect(hashOf({})).toBe(usual);
  expect(hashOf({ defaults: { auth: { tokenHeader: 'X-Token' } } })).not.toBe(usual);
  expect(hashOf({ name: 'other' })).not.toBe(usual);
  expect(resource(stack, 'aws_api_gateway_deployment').lifecycle).toEqual({ create_before_destroy: true });
});

it('waits for the role by which the account writes logs', () => {
  const account = resource(stack, 'aws_api_gateway_account');

  expect(account.cloudwatch_role_arn).toBe(
    reference(stack, 'aws_iam_role', { name: 'pillarbox-eu-west-2-api-logs' }, 'arn'),
  );
  expect(resource(stack, 'aws_api_gateway_stage').depends_on).toEqual([
    reference(stack, 'aws_api_gateway_account', {}, '').slice(2, -2),
  ]);
});

it('leaves the account setting alone when told so', () => {
  const other = synth({ apiGatewayAccount: false })['ingest-eu-west-2']!;

  expect(resources(other, 'aws_api_gateway_account')).toEqual([]);
  expect(resource(other, 'aws_api_gateway_stage').depends_on).toBeUndefined();
});

it('has no authorizer when anyone may post', () => {
  const open = synth({ defaults: { auth: { mode: 'none' } } })['ingest-eu-west-2']!;

  expect(resources(open, 'aws_lambda_function')).toEqual([]);
  expect(json(resource(open, 'aws_api_gateway_rest_api'), 'body').components).not.toHaveProperty(
    'securitySchemes',
  );
});

it('takes the settings of its own region', () => {
  const stacks = synth({
    ingest: [
      { region: 'eu-west-2', logRetentionDays: 30, api: { stageName: 'v1', throttle: { burst: 5 } } },
      { region: 'us-east-1' },
    ],
  });
  const burst = (region: string) =>
    (
      resource(stacks[`ingest-${region}`]!, 'aws_api_gateway_method_settings').settings as {
        throttling_burst_limit: number;
      }
    ).throttling_burst_limit;

  expect(burst('eu-west-2')).toBe(5);
  expect(burst('us-east-1')).toBe(2000);
  expect(resource(stacks['ingest-eu-west-2']!, 'aws_api_gateway_stage').stage_name).toBe('v1');
  expect(
    resources(stacks['ingest-eu-west-2']!, 'aws_cloudwatch_log_group').map((g) => g.retention_in_days),
  ).toEqual([30, 30]);
});
