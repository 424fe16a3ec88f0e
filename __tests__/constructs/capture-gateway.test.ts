import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { parseSettings } from '../../config/load';
import { CaptureBucket } from '../../constructs/capture-bucket';
import { JobsGateway } from '../../constructs/jobs-gateway';
import { RegionalStack } from '../../constructs/regional-stack';
import {
  configuration,
  readStacks,
  standInBundles,
  reference,
  resource,
  resources,
  type SynthesizedStack,
  synth,
  json,
} from '../helpers/synth';

const stack = synth()['ingest-eu-west-2']!;

/** The resources of one API, told by its name. */
function apiOf(name: string, from: SynthesizedStack = stack) {
  const rest_api_id = reference(from, 'aws_api_gateway_rest_api', { name }, 'id');
  const of = (type: string) => resource(from, type, { rest_api_id });
  return {
    api: resource(from, 'aws_api_gateway_rest_api', { name }),
    stage: of('aws_api_gateway_stage'),
    methods: resource(from, 'aws_api_gateway_method_settings', {
      rest_api_id: reference(from, 'aws_api_gateway_stage', { rest_api_id }, 'rest_api_id'),
    }),
    deployment: of('aws_api_gateway_deployment'),
  };
}

const hashOf = (name: string, overrides: Record<string, unknown>) =>
  (apiOf(name, synth(overrides)['ingest-eu-west-2']!).deployment.triggers as { document: string }).document;

describe.each([
  ['captures', 'pillarbox', ['/publish', '/health', '/uploads', '/webhooks/{source}']],
  ['jobs', 'pillarbox-jobs', ['/jobs', '/jobs/{jobId}']],
])('the API of %s', (id, name, paths) => {
  const { api, stage, methods, deployment } = apiOf(name);

  it('is regional and made from one document', () => {
    expect(api).toMatchObject({ name, endpoint_configuration: { types: ['REGIONAL'] } });
    expect(Object.keys(json(api, 'body').paths as object)).toEqual(paths);
  });

  it('logs, traces and throttles', () => {
    expect(stage).toMatchObject({
      stage_name: 'beta',
      xray_tracing_enabled: true,
      access_log_settings: {
        destination_arn: reference(
          stack,
          'aws_cloudwatch_log_group',
          { name: `/aws/apigateway/pillarbox-${id}` },
          'arn',
        ),
      },
    });
    expect(methods).toMatchObject({
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
    const usual = hashOf(name, {});

    expect(hashOf(name, {})).toBe(usual);
    expect(hashOf(name, { defaults: { auth: { tokenHeader: 'X-Token' } } })).not.toBe(usual);
    expect(hashOf(name, { name: 'other' })).not.toBe(usual);
    expect(deployment.lifecycle).toEqual({ create_before_destroy: true });
  });

  it('waits for the role by which the account writes logs', () => {
    expect(stage.depends_on).toEqual([reference(stack, 'aws_api_gateway_account', {}, '').slice(2, -2)]);
  });

  it('leaves the account setting alone when told so', () => {
    const other = synth({ apiGatewayAccount: false })['ingest-eu-west-2']!;

    expect(resources(other, 'aws_api_gateway_account')).toEqual([]);
    expect(apiOf(name, other).stage.depends_on).toBeUndefined();
  });

  it('has no authorizer when anyone may call', () => {
    const open = synth({ defaults: { auth: { mode: 'none' } } })['ingest-eu-west-2']!;

    expect(resources(open, 'aws_lambda_function').map(({ function_name }) => function_name)).not.toContain(
      'pillarbox-authorizer',
    );
    expect(json(apiOf(name, open).api, 'body').components).not.toHaveProperty('securitySchemes');
  });

  it('takes the settings of its own region', () => {
    const stacks = synth({
      ingest: [
        { region: 'eu-west-2', logRetentionDays: 30, api: { stageName: 'v1', throttle: { burst: 5 } } },
        { region: 'us-east-1' },
      ],
    });
    const of = (region: string) => apiOf(name, stacks[`ingest-${region}`]!);

    expect(of('eu-west-2').methods.settings).toMatchObject({ throttling_burst_limit: 5 });
    expect(of('us-east-1').methods.settings).toMatchObject({ throttling_burst_limit: 2000 });
    expect(of('eu-west-2').stage.stage_name).toBe('v1');
    expect(
      resource(stacks['ingest-eu-west-2']!, 'aws_cloudwatch_log_group', {
        name: `/aws/apigateway/pillarbox-${id}`,
      }).retention_in_days,
    ).toBe(30);
  });
});

it('the account writes logs by a role of the stack', () => {
  expect(resource(stack, 'aws_api_gateway_account').cloudwatch_role_arn).toBe(
    reference(stack, 'aws_iam_role', { name: 'pillarbox-eu-west-2-api-logs' }, 'arn'),
  );
});

it('a job schema that looks like Terraform is none', () => {
  const name = 'pillarbox-jobs';
  const bundles = standInBundles();
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = new App({ outdir });
    const settings = parseSettings(configuration());
    const regional = new RegionalStack(app, 'x', { region: 'eu-west-2', settings });
    const bucket = new CaptureBucket(regional, 'store', { settings });
    const jobSchema = { type: 'object', properties: { a: { type: 'string', pattern: '^${x}%{y}$' } } };
    new JobsGateway(regional, 'jobs', {
      name: 'pillarbox',
      settings: settings.ingest[0]!,
      bucket,
      auth: { mode: 'none' },
      bundles,
      recordsRegion: 'eu-west-1',
      jobSchema,
    });
    app.synth();

    const { body } = resource(readStacks(outdir).x!, 'aws_api_gateway_rest_api', { name });
    expect(String(body)).toContain('"pattern":"^$${x}%%{y}$"');
  } finally {
    bundles.dispose();
    rmSync(outdir, { recursive: true });
  }
});
