import { json, reference, resource, resources, type SynthesizedStack, synth } from '../helpers/synth';

const stacks = synth();
const stack = stacks['ingest-eu-west-2']!;
const WEB_SOCKETS = 'aws_apigatewayv2';
const apiId = reference(stack, `${WEB_SOCKETS}_api`, {}, 'id');

const one = (type: string, having: Record<string, unknown> = {}, from: SynthesizedStack = stack) =>
  resource(from, `${WEB_SOCKETS}_${type}`, having);
const idOf = (type: string, having: Record<string, unknown>) =>
  reference(stack, `${WEB_SOCKETS}_${type}`, having, 'id');
const hashOf = (overrides: Record<string, unknown>) =>
  (one('deployment', {}, synth(overrides)['ingest-eu-west-2']!).triggers as { definition: string })
    .definition;

it('is a WebSocket API all messages of which take one route', () => {
  expect(one('api')).toEqual({
    name: 'pillarbox-messages',
    description: 'Regional capture for central processing',
    protocol_type: 'WEBSOCKET',
    route_selection_expression: '\\$default',
  });
});

it('asks the authorizer who connects', () => {
  expect(one('authorizer')).toEqual({
    api_id: apiId,
    name: 'token',
    authorizer_type: 'REQUEST',
    authorizer_uri: reference(
      stack,
      'aws_lambda_function',
      { function_name: 'pillarbox-authorizer' },
      'invoke_arn',
    ),
    authorizer_credentials_arn: reference(
      stack,
      'aws_iam_role',
      { name: 'pillarbox-eu-west-2-authorizer-invoke' },
      'arn',
    ),
    identity_sources: ['route.request.header.AuthDetails'],
  });
  expect(one('route', { route_key: '$connect' })).toEqual({
    api_id: apiId,
    route_key: '$connect',
    authorization_type: 'CUSTOM',
    authorizer_id: reference(stack, `${WEB_SOCKETS}_authorizer`, {}, 'id'),
    route_response_selection_expression: '$default',
    target: `integrations/${idOf('integration', { integration_type: 'MOCK' })}`,
  });
});

it('answers a handshake, as what is no proxy must', () => {
  const ofMock = { integration_id: idOf('integration', { integration_type: 'MOCK' }) };
  const ofConnect = { route_id: idOf('route', { route_key: '$connect' }) };

  expect(one('integration_response', ofMock)).toEqual({
    api_id: apiId,
    ...ofMock,
    integration_response_key: '$default',
  });
  expect(one('route_response', ofConnect)).toEqual({
    api_id: apiId,
    ...ofConnect,
    route_response_key: '$default',
  });
});

it('asks nobody when anyone may connect', () => {
  const open = synth({ defaults: { auth: { mode: 'none' } } })['ingest-eu-west-2']!;

  expect(resources(open, `${WEB_SOCKETS}_authorizer`)).toEqual([]);
  expect(one('route', { route_key: '$connect' }, open)).toMatchObject({ authorization_type: 'NONE' });
  expect(one('route', { route_key: '$connect' }, open)).not.toHaveProperty('authorizer_id');
});

it('holds every message against the model and answers it', () => {
  const route = one('route', { route_key: '$default' });

  expect(route).toEqual({
    api_id: apiId,
    route_key: '$default',
    authorization_type: 'NONE',
    model_selection_expression: '\\$default',
    request_models: { $default: reference(stack, `${WEB_SOCKETS}_model`, {}, 'name') },
    route_response_selection_expression: '$default',
    target: `integrations/${idOf('integration', { integration_type: 'AWS' })}`,
  });
  expect(json(one('model'), 'schema')).toMatchObject({ type: 'object' });
  const ofMessages = { route_id: idOf('route', { route_key: '$default' }) };
  expect(one('route_response', ofMessages)).toEqual({
    api_id: apiId,
    ...ofMessages,
    route_response_key: '$default',
  });
});

it('sends messages to the queue of its region with a role of its own', () => {
  expect(one('integration', { integration_type: 'AWS' })).toMatchObject({
    api_id: apiId,
    integration_method: 'POST',
    integration_uri: `arn:\${data.aws_partition.partition.partition}:apigateway:eu-west-2:sqs:path/\${data.aws_caller_identity.caller.account_id}/pillarbox-messages.fifo`,
    credentials_arn: reference(stack, 'aws_iam_role', { name: 'pillarbox-eu-west-2-messages-send' }, 'arn'),
    passthrough_behavior: 'NEVER',
    request_parameters: {
      'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
    },
    template_selection_expression: '\\$default',
  });
});

it('tells every answer of the queue, those that nobody thought of included', () => {
  const ofQueue = { integration_id: idOf('integration', { integration_type: 'AWS' }) };
  const { response_templates, ...response } = one('integration_response', ofQueue);

  expect(response).toEqual({
    api_id: apiId,
    ...ofQueue,
    integration_response_key: '$default',
    template_selection_expression: '$${integration.response.statuscode}',
  });
  expect(Object.keys(response_templates as object).sort()).toEqual(['$default', '200', '400']);
});

it('logs and throttles, and logs no messages', () => {
  expect(one('stage')).toEqual({
    api_id: apiId,
    name: 'beta',
    deployment_id: reference(stack, `${WEB_SOCKETS}_deployment`, {}, 'id'),
    access_log_settings: {
      destination_arn: reference(
        stack,
        'aws_cloudwatch_log_group',
        { name: '/aws/apigateway/pillarbox-messages' },
        'arn',
      ),
      format: expect.stringContaining('$context.connectionId'),
    },
    default_route_settings: {
      throttling_rate_limit: 1000,
      throttling_burst_limit: 2000,
      detailed_metrics_enabled: true,
      logging_level: 'OFF',
      data_trace_enabled: false,
    },
    depends_on: [reference(stack, 'aws_api_gateway_account', {}, '').slice(2, -2)],
  });
});

it('ships every edit, after all parts of it are there, without a gap', () => {
  const usual = hashOf({});

  expect(hashOf({})).toBe(usual);
  expect(hashOf({ defaults: { auth: { tokenHeader: 'X-Token' } } })).not.toBe(usual);
  expect(hashOf({ defaults: { auth: { mode: 'none' } } })).not.toBe(usual);
  expect(hashOf({ name: 'other' })).not.toBe(usual);
  expect(one('deployment').lifecycle).toEqual({ create_before_destroy: true });
  const addressed = (type: string) =>
    Object.keys(stack.terraform.resource[`${WEB_SOCKETS}_${type}`] ?? {}).map(
      (id) => `${WEB_SOCKETS}_${type}.${id}`,
    );
  expect([...(one('deployment').depends_on as string[])].sort()).toEqual(
    ['integration_response', 'route', 'route_response'].flatMap(addressed).sort(),
  );
});

it('two regions share no name that the account has once', () => {
  const roles = Object.values(stacks).flatMap((of) => resources(of, 'aws_iam_role').map(({ name }) => name));

  expect(roles.filter((name) => String(name).endsWith('messages-send'))).toEqual([
    'pillarbox-eu-west-2-messages-send',
    'pillarbox-us-east-1-messages-send',
  ]);
});
