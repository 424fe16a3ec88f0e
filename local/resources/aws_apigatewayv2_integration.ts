import { parseServiceUri, type ServiceUri } from '../apigateway/aws-integration';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { type Backend, mockBackend, serviceBackend } from '../websocket/integration';
import { compileBodyTemplate, SELECTS_DEFAULT } from '../websocket/templates';
import { DESCRIPTION, oneOf } from './checks';
import { required } from './required';
import { within } from './within';

/** Bounds of the time-out and its default, ms (API Gateway Developer Guide, "Quotas for WebSocket APIs"). */
const [MIN_TIMEOUT_MS, MAX_TIMEOUT_MS] = [50, 29_000];

/** `aws_apigatewayv2_integration`: a mock, or a direct call of SQS, with what a message becomes by its template. */
export const awsApigatewayv2Integration: ResourceType<Services> = {
  type: 'aws_apigatewayv2_integration',
  attributes: {
    api_id: 'served',
    description: DESCRIPTION,
    integration_type: oneOf('AWS', 'MOCK'),
    integration_method: oneOf('POST'),
    integration_uri: 'served',
    credentials_arn: 'served',
    // With one template, for every message, nothing is ever passed through.
    passthrough_behavior: oneOf('NEVER'),
    request_parameters: 'served',
    request_templates: 'served',
    template_selection_expression: oneOf(SELECTS_DEFAULT),
    timeout_milliseconds: 'served',
  },
  create({ region, attributes }, services) {
    const api = services.websocket.api(String(attributes.api_id));
    required(attributes, 'template_selection_expression');
    const timeoutMs = within(
      attributes,
      'timeout_milliseconds',
      MIN_TIMEOUT_MS,
      MAX_TIMEOUT_MS,
      MAX_TIMEOUT_MS,
    );
    return { id: api.addIntegration(backendOf(attributes, region, services), timeoutMs) };
  },
};

function backendOf(attributes: Record<string, unknown>, region: string, { cloud }: Services): Backend {
  const template = compileBodyTemplate(attributes.request_templates, 'request_templates');
  if (attributes.integration_type === 'MOCK') return mockBackend(template);
  return serviceBackend({
    cloud,
    uri: uriOf(required(attributes, 'integration_uri'), region),
    method: required(attributes, 'integration_method'),
    credentials: required(attributes, 'credentials_arn'),
    headers: headersOf((attributes.request_parameters ?? {}) as Record<string, string>),
    template,
  });
}

function uriOf(text: string, region: string): ServiceUri {
  const uri = parseServiceUri(text, ['sqs']);
  if (typeof uri === 'string') throw new Error(`integration_uri: ${uri}`);
  if (uri.region !== region || uri.names.length > 0) {
    throw new Error(`integration_uri: received ${text}, allowed is a path of ${region} without parameters`);
  }
  return uri;
}

const STATIC_HEADER = /^integration\.request\.header\.([\w-]+)$/;

/** @throws Error for anything but headers with static values */
function headersOf(parameters: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const [, name] = STATIC_HEADER.exec(key) ?? [];
      const [, text] = /^'(.*)'$/.exec(value) ?? [];
      if (name === undefined || text === undefined) {
        throw new Error(
          `request_parameters: received ${key} = ${value}, the local cloud knows integration.request.header.<name> = '<text>'`,
        );
      }
      return [name.toLowerCase(), text];
    }),
  );
}
