import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { IamGate } from '../../../local/iam/gate';
import { createServices } from '../../../local/create-services';
import { LoadError } from '../../../local/load/load-error';
import { loadStacks } from '../../../local/load/load-stacks';
import { LocalCloud } from '../../../local/local-cloud';
import { resourceTypes } from '../../../local/resources';
import type { Services } from '../../../local/services';
import { eventually } from '../../e2e/helpers/deployment';
import { putDocument } from '../../helpers/rest-api';
import { stackJson, writeApp } from '../../helpers/synthesized-app';

const ROLE = '${aws_iam_role.fn.arn}';
const role = {
  name: 'fn',
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  }),
};
const fn = {
  function_name: 'fn',
  role: ROLE,
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  filename: 'function.zip',
  timeout: 5,
  environment: { variables: { NAME: '${aws_iam_role.fn.name}' } },
};

describe('resources of the local cloud', () => {
  let outdir: string | undefined;
  let services: Services;
  beforeEach(() => {
    services = createServices(new LocalCloud());
  });
  afterEach(async () => {
    await services.lambda.stop();
    if (outdir) rmSync(outdir, { recursive: true });
  });

  async function load(resource: Record<string, Record<string, unknown>>) {
    outdir = writeApp({ central: stackJson({ resource }) });
    const code = zipSync({ 'index.js': strToU8('exports.handler = async () => process.env.NAME;') });
    writeFileSync(join(outdir, 'stacks', 'central', 'function.zip'), code);
    const { accountId, partition } = services.cloud;
    return loadStacks({ outdir, types: resourceTypes, services, accountId, partition });
  }

  const faultsOf = async (resource: Record<string, Record<string, unknown>>): Promise<string[]> => {
    const error = await load(resource).catch((reason) => reason);
    expect(error).toBeInstanceOf(LoadError);
    return (error as LoadError).faults;
  };

  it('run a function from its package, with its variables', async () => {
    await load({ aws_iam_role: { fn: role }, aws_lambda_function: { fn } });
    const call = { region: 'eu-west-1', functionName: 'fn', payload: '{}', caller: { principal: 'test' } };
    expect(await services.lambda.invoke(call)).toMatchObject({ payload: '"fn"' });
  });

  it('fail for a function whose role does not exist or whose values are out of range', async () => {
    expect(
      await faultsOf({
        aws_lambda_function: {
          fn: {
            ...fn,
            role: 'arn:aws:iam::000000000000:role/gone',
            environment: {},
            timeout: 901,
            runtime: 'python3.13',
          },
        },
      }),
    ).toEqual([
      'central/aws_lambda_function.fn: runtime: received python3.13, allowed is nodejs…',
      'central/aws_lambda_function.fn: timeout: received 901, allowed is 1–900 seconds',
      'central/aws_lambda_function.fn: role: arn:aws:iam::000000000000:role/gone does not exist',
    ]);
  });

  it('fail for two roles of one name', async () => {
    expect(await faultsOf({ aws_iam_role: { a: role, b: role } })).toEqual([
      'central/aws_iam_role.b: a role named fn exists already',
    ]);
  });

  it('serve an API at the URL of its stage, throttled', async () => {
    const api = '${aws_api_gateway_rest_api.api.id}';
    const stage = { rest_api_id: api, deployment_id: 'd', stage_name: 'beta', xray_tracing_enabled: false };
    const settings = { throttling_rate_limit: 1, throttling_burst_limit: 0 };
    const [loaded] = await load({
      aws_api_gateway_rest_api: { api: { name: 'api', body: JSON.stringify(putDocument()) } },
      aws_api_gateway_stage: { stage },
      aws_api_gateway_method_settings: {
        all: {
          rest_api_id: api,
          stage_name: '${aws_api_gateway_stage.stage.stage_name}',
          method_path: '*/*',
          settings,
        },
      },
    });
    const created = loaded?.resources.find(({ type }) => type === 'aws_api_gateway_stage');
    expect(created?.attributes.invoke_url).toBe('/eu-west-1/beta');
  });

  it('fail for an OpenAPI document that is not served, with the address of the API', async () => {
    const body = JSON.stringify({ ...putDocument(), servers: [] });
    expect(await faultsOf({ aws_api_gateway_rest_api: { api: { name: 'api', body } } })).toEqual([
      'central/aws_api_gateway_rest_api.api: body: servers: is not known',
    ]);
  });

  const api = '${aws_api_gateway_rest_api.api.id}';
  const restApi = { api: { name: 'api', body: JSON.stringify(putDocument()) } };
  const stage = { rest_api_id: api, deployment_id: 'd', stage_name: 'beta' };
  const settings = { throttling_rate_limit: 1 };
  const methods = (method_path: string) => ({
    aws_api_gateway_rest_api: restApi,
    aws_api_gateway_stage: { stage },
    aws_api_gateway_method_settings: {
      all: {
        rest_api_id: api,
        stage_name: '${aws_api_gateway_stage.stage.stage_name}',
        method_path,
        settings,
      },
    },
  });
  const logging = (region: string) => ({
    aws_cloudwatch_log_group: { access: { name: 'access' } },
    aws_api_gateway_rest_api: restApi,
    aws_api_gateway_stage: {
      stage: {
        ...stage,
        access_log_settings: {
          destination_arn: `arn:aws:logs:${region}:000000000000:log-group:\${aws_cloudwatch_log_group.access.name}`,
          format: '$context.requestId',
        },
      },
    },
  });
  const functions = (more: object) => ({
    aws_iam_role: { fn: role },
    aws_lambda_function: { fn: { ...fn, ...more } },
  });
  const withoutDeployment = { rest_api_id: api, stage_name: 'beta' };
  const alarm = (QueueName: string) => ({
    aws_sqs_queue: { q: { name: 'q' } },
    aws_cloudwatch_metric_alarm: { a: { alarm_name: QueueName, dimensions: { QueueName } } },
  });

  const table = (more: object) => ({
    aws_dynamodb_table: {
      t: {
        name: 'records',
        billing_mode: 'PAY_PER_REQUEST',
        hash_key: 'id',
        attribute: [{ name: 'id', type: 'S' }],
        ...more,
      },
    },
  });
  const STREAM = { stream_enabled: true, stream_view_type: 'NEW_AND_OLD_IMAGES' };
  const replicas = (...regions: string[]) => ({ replica: regions.map((region_name) => ({ region_name })) });

  it('replicate a table by the service-linked role, as IAM allows it', async () => {
    await load(table({ ...STREAM, ...replicas('eu-west-2', 'us-east-1') }));
    const { cloud, iam } = services;
    Object.assign(cloud, { gate: new IamGate(iam) });
    const caller = { principal: 'arn:aws:iam::000000000000:root' };
    const ask = (region: string, operation: string, input: object) =>
      cloud.call<{ Item?: object }>(
        region,
        'dynamodb',
        operation,
        { TableName: 'records', ...input },
        caller,
      );
    const Key = { id: { S: 'a' } };

    await ask('eu-west-1', 'PutItem', { Item: Key });

    await eventually('a in us-east-1', async () => (await ask('us-east-1', 'GetItem', { Key })).Item);
    await ask('eu-west-1', 'DeleteItem', { Key });
    await eventually('no a in us-east-1', async () =>
      (await ask('us-east-1', 'GetItem', { Key })).Item ? undefined : true,
    );
    expect(iam.denied).toEqual([]);
  });

  it.each<[string, Record<string, Record<string, unknown>>, string]>([
    ['a replica without a stream', table(replicas('eu-west-2')), 'replica: needs stream_enabled = true'],
    ['a replica where the table is', table({ ...STREAM, ...replicas('eu-west-1') }), 'received eu-west-1'],
    [
      'two replicas in one region',
      table({ ...STREAM, ...replicas('us-east-1', 'us-east-1') }),
      'received us-east-1',
    ],
    [
      'a stream that replicas cannot use',
      table({ ...STREAM, stream_view_type: 'KEYS_ONLY' }),
      'received "KEYS_ONLY"',
    ],
    ['a method that no route has', methods('publish/GET'), 'method_path: received publish/GET'],
    ['the log group of another region', logging('eu-west-2'), 'is no log group of eu-west-1'],
    ['half a second', functions({ timeout: 1.5 }), 'timeout: received 1.5'],
    ['half a megabyte', functions({ memory_size: 128.5 }), 'memory_size: received 128.5'],
    [
      'a reserved variable',
      functions({ environment: { variables: { AWS_REGION: 'x' } } }),
      'AWS_REGION is reserved',
    ],
    [
      'a variable that is no name',
      functions({ environment: { variables: { 'a-b': 'x' } } }),
      'a-b is reserved',
    ],
    ['a function without a name', functions({ function_name: null }), 'function_name: is required'],
    [
      'a stage without a deployment',
      { aws_api_gateway_rest_api: restApi, aws_api_gateway_stage: { stage: withoutDeployment } },
      'deployment_id: is required',
    ],
    ['the alarm of a queue that does not exist', alarm('gone'), 'dimensions.QueueName: gone does not exist'],
  ])('fail for %s', async (_, resource, fault) => {
    expect(await faultsOf(resource)).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
  });

  it.each<[string, Record<string, Record<string, unknown>>]>([
    ['a route', methods('publish/POST')],
    ['a log group of the region', logging('eu-west-1')],
    ['an alarm of a queue', alarm('${aws_sqs_queue.q.name}')],
  ])('accept %s', async (_, resource) => {
    expect(await load(resource)).toHaveLength(1);
  });
});
