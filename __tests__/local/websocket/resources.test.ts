import { rmSync } from 'node:fs';
import { createServices } from '../../../local/create-services';
import { LoadError } from '../../../local/load/load-error';
import { loadStacks } from '../../../local/load/load-stacks';
import { LocalCloud } from '../../../local/local-cloud';
import { resourceTypes } from '../../../local/resources';
import { stackJson, writeApp } from '../../helpers/synthesized-app';

const REGION = 'eu-west-1';
const API = '${aws_apigatewayv2_api.api.id}';
const target = 'integrations/${aws_apigatewayv2_integration.queue.id}';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** A WebSocket API that sends to a queue; changes replace attributes of its parts, by type and name. */
function app(changes: Record<string, Record<string, unknown>> = {}): Resources {
  const parts: Resources = {
    api: { api: { name: 'api', protocol_type: 'WEBSOCKET', route_selection_expression: '\\$default' } },
    integration: {
      queue: {
        api_id: API,
        integration_type: 'AWS',
        integration_method: 'POST',
        integration_uri: `arn:aws:apigateway:${REGION}:sqs:path/000000000000/q.fifo`,
        credentials_arn: 'arn:aws:iam::000000000000:role/send',
        passthrough_behavior: 'NEVER',
        request_templates: { $default: 'Action=SendMessage' },
        template_selection_expression: '\\$default',
      },
    },
    integration_response: {
      answer: {
        api_id: API,
        integration_id: '${aws_apigatewayv2_integration.queue.id}',
        integration_response_key: '$default',
        response_templates: { 200: '{}' },
        template_selection_expression: '$${integration.response.statuscode}',
      },
    },
    model: {
      message: {
        api_id: API,
        name: 'message',
        content_type: 'application/json',
        schema: '{"type":"object"}',
      },
    },
    route: {
      message: {
        api_id: API,
        route_key: '$default',
        target,
        model_selection_expression: '\\$default',
        request_models: { $default: '${aws_apigatewayv2_model.message.name}' },
        route_response_selection_expression: '$default',
      },
    },
    route_response: {
      answer: {
        api_id: API,
        route_id: '${aws_apigatewayv2_route.message.id}',
        route_response_key: '$default',
      },
    },
    deployment: { now: { api_id: API } },
    stage: {
      beta: { api_id: API, name: 'beta', deployment_id: '${aws_apigatewayv2_deployment.now.id}' },
    },
  };
  for (const [place, attributes] of Object.entries(changes)) {
    const [type = '', name = ''] = place.split('.');
    parts[type] = { ...parts[type], [name]: { ...parts[type]?.[name], ...attributes } };
  }
  return Object.fromEntries(Object.entries(parts).map(([type, of]) => [`aws_apigatewayv2_${type}`, of]));
}

let outdir: string | undefined;
afterEach(() => {
  if (outdir) rmSync(outdir, { recursive: true });
});

async function load(resource: Resources) {
  const services = createServices(new LocalCloud());
  outdir = writeApp({ central: stackJson({ resource }) });
  const { accountId, partition } = services.cloud;
  return loadStacks({ outdir, types: resourceTypes, services, accountId, partition });
}

it('a WebSocket API is served at the URL of its stage', async () => {
  const [stack] = await load(app());
  const attributesOf = (type: string) =>
    stack?.resources.find((resource) => resource.type === `aws_apigatewayv2_${type}`)?.attributes;

  expect(attributesOf('stage')?.invoke_url).toBe('/eu-west-1/beta');
  expect(attributesOf('stage')?.execution_arn).toBe(`${attributesOf('api')?.execution_arn}/beta`);
});

it.each<[string, Record<string, Record<string, unknown>>, string]>([
  [
    'routes by what a message says',
    { 'api.api': { route_selection_expression: '$request.body.action' } },
    'route_selection_expression: received $request.body.action',
  ],
  [
    'a bare $default, which AWS takes for a variable',
    { 'api.api': { route_selection_expression: '$default' } },
    'route_selection_expression: received $default',
  ],
  ['an HTTP API', { 'api.api': { protocol_type: 'HTTP' } }, 'protocol_type: received "HTTP"'],
  [
    'a route of another key',
    { 'route.message': { route_key: 'sendmessage' } },
    'route_key: received "sendmessage"',
  ],
  [
    'a second route of a key',
    { 'route.other': { api_id: API, route_key: '$default', target } },
    'route_key: $default has a route already',
  ],
  [
    'a route to nowhere',
    { 'route.message': { target: 'integrations/gone' } },
    'there is no integration gone',
  ],
  [
    'an authorizer that nothing asks for',
    { 'route.message': { authorizer_id: 'x' } },
    'authorizer_id: received x with authorization_type NONE',
  ],
  [
    'an authorizer of messages',
    { 'route.message': { authorizer_id: 'x', authorization_type: 'CUSTOM' } },
    'authorizer_id: received x with authorization_type CUSTOM on $default',
  ],
  [
    'a model that is not there',
    { 'route.message': { request_models: { $default: 'gone' } } },
    'there is no model gone',
  ],
  [
    'models to choose from',
    { 'route.message': { request_models: { a: 'message', $default: 'message' } } },
    'request_models: received the keys [a, $default]',
  ],
  [
    'an escaped selection of the route response',
    { 'route.message': { route_response_selection_expression: '\\$default' } },
    'route_response_selection_expression: received',
  ],
  [
    'a template to choose from',
    { 'integration.queue': { request_templates: { a: 'x' } } },
    'request_templates: received the keys [a]',
  ],
  ['no template', { 'integration.queue': { request_templates: {} } }, 'request_templates: has no template'],
  [
    'a template that names what is not there',
    { 'integration.queue': { request_templates: { $default: '$util.encode(1)' } } },
    '$util.encode is not served',
  ],
  [
    'bodies that pass',
    { 'integration.queue': { passthrough_behavior: 'WHEN_NO_MATCH' } },
    'passthrough_behavior: received',
  ],
  [
    'a service that is not served',
    { 'integration.queue': { integration_uri: `arn:aws:apigateway:${REGION}:sns:path/x` } },
    'integration_uri: the service sns',
  ],
  [
    'a queue of another region',
    { 'integration.queue': { integration_uri: 'arn:aws:apigateway:us-east-1:sqs:path/000000000000/q' } },
    'integration_uri: received',
  ],
  ['no role', { 'integration.queue': { credentials_arn: null } }, 'credentials_arn: is required'],
  [
    'a header of the message',
    {
      'integration.queue': { request_parameters: { 'integration.request.header.X': 'route.request.body.x' } },
    },
    'request_parameters: received',
  ],
  [
    'a time-out that is too long',
    { 'integration.queue': { timeout_milliseconds: 29_001 } },
    'timeout_milliseconds: received 29001',
  ],
  [
    'responses by pattern',
    { 'integration_response.answer': { integration_response_key: '/2\\d\\d/' } },
    'integration_response_key: received',
  ],
  [
    'templates that nothing selects',
    { 'integration_response.answer': { template_selection_expression: null } },
    'template_selection_expression: is required',
  ],
  [
    'a selection among no templates',
    { 'integration_response.answer': { response_templates: null } },
    'response_templates: has no template',
  ],
  [
    'a second response',
    { 'integration_response.more': { ...app().aws_apigatewayv2_integration_response?.answer } },
    'has a response already',
  ],
  [
    'a schema that is none',
    { 'model.message': { schema: '{"type":"thing"}' } },
    'aws_apigatewayv2_model.message: ',
  ],
  ['a name with a hyphen', { 'model.message': { name: 'a-message' } }, 'name: received a-message'],
  [
    'the response of a route that is not there',
    { 'route_response.answer': { route_id: 'gone' } },
    'there is no route gone',
  ],
  ['a stage without a deployment', { 'stage.beta': { deployment_id: null } }, 'deployment_id: is required'],
  [
    'execution logs',
    { 'stage.beta': { default_route_settings: { logging_level: 'INFO' } } },
    'default_route_settings.logging_level: received "INFO"',
  ],
  [
    'a log group that is not there',
    {
      'stage.beta': {
        access_log_settings: {
          destination_arn: 'arn:aws:logs:eu-west-1:000000000000:log-group:gone',
          format: 'x',
        },
      },
    },
    'is no log group of eu-west-1',
  ],
  [
    'a second stage of the same name',
    { 'stage.more': { api_id: API, name: 'beta', deployment_id: 'd' } },
    'another WebSocket API has the stage /eu-west-1/beta',
  ],
  ['a part of no API', { 'model.message': { api_id: 'gone' } }, 'api_id: there is no WebSocket API gone'],
  [
    'an authorizer of another type',
    { 'authorizer.a': { api_id: API, name: 'a', authorizer_type: 'JWT' } },
    'authorizer_type: received "JWT"',
  ],
  [
    'an authorizer that is no function',
    { 'authorizer.a': { api_id: API, name: 'a', authorizer_type: 'REQUEST', authorizer_uri: 'arn:x' } },
    'authorizer_uri: arn:x is no function of eu-west-1',
  ],
  [
    'an identity source of a message',
    {
      'authorizer.a': {
        api_id: API,
        name: 'a',
        authorizer_type: 'REQUEST',
        authorizer_uri: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:000000000000:function:f/invocations`,
        authorizer_credentials_arn: 'arn:role',
        identity_sources: ['route.request.body.token'],
      },
    },
    'identity_sources: received route.request.body.token',
  ],
])('fails for %s', async (_title, changes, fault) => {
  const error = await load(app(changes)).catch((reason) => reason);

  expect(error).toBeInstanceOf(LoadError);
  expect((error as LoadError).faults).toEqual(expect.arrayContaining([expect.stringContaining(fault)]));
});
