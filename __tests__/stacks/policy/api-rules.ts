import { type Arguments, json, resources } from '../../helpers/synth';
import { every, type Rule } from './rule';

interface Operation {
  security?: unknown[];
  'x-amazon-apigateway-integration'?: { type?: string };
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { securitySchemes?: object };
}

function asksForToken(api: Arguments): boolean {
  const { paths, components } = json(api, 'body') as unknown as Document;
  const reaching = Object.entries(paths)
    // Who posts a webhook is told by its signature.
    .filter(([path]) => path !== '/webhooks/{source}')
    .flatMap(([, operations]) => Object.values(operations))
    .filter((operation) => operation['x-amazon-apigateway-integration']?.type !== 'mock');
  const authorized = reaching.filter(({ security = [] }) => security.length > 0);
  return authorized.length === (components?.securitySchemes ? reaching.length : 0);
}

/** Every value of the form: a name, `=`, and nothing that is not encoded but Velocity's own directives. */
function isEncoded(form: string): boolean {
  const bare = form
    .replace(/^#set\(\$caller = \$context\.identity\.caller\.split\(':'\)\)/, '')
    .replace(/^#set\(\$group = \$input\.path\('\$\.MessageGroupId'\)\)/, '')
    .replace(/#if\("\$!group" == ""\)|#\{else\}|#end/g, '')
    .replace(/\$!util\.urlEncode\([^()]*\)/g, '');
  return /^(?:[A-Za-z0-9.]+=[A-Za-z0-9.%]*(?:&|$))+$/.test(bare);
}

/** Who reaches what through API Gateway. */
export const API_RULES: Rule[] = [
  {
    name: 'who connects to a WebSocket API is asked for, where it has an authorizer',
    types: ['aws_apigatewayv2_route'],
    faults: (stack) => {
      const authorized = resources(stack, 'aws_apigatewayv2_authorizer').length > 0;
      const connect = resources(stack, 'aws_apigatewayv2_route').filter(
        ({ route_key }) => route_key === '$connect',
      );
      return connect.filter(
        ({ authorization_type, authorizer_id }) =>
          authorized && !(authorization_type === 'CUSTOM' && authorizer_id),
      );
    },
  },
  every(
    'aws_apigatewayv2_route',
    'every message is held against a model, which something selects',
    ({ route_key, model_selection_expression, request_models }) =>
      route_key === '$connect' || Boolean(model_selection_expression && request_models),
  ),
  every(
    'aws_apigatewayv2_integration',
    'every value that an integration sends to a service is encoded, and nothing passes as it is',
    ({ integration_type, passthrough_behavior, request_templates }) =>
      passthrough_behavior === 'NEVER' &&
      (integration_type === 'MOCK' ||
        Object.values(request_templates as Record<string, string>).every(isEncoded)),
  ),
  every(
    'aws_api_gateway_rest_api',
    'every route that reaches a service has an authorizer, where the API has one, but for webhooks',
    asksForToken,
  ),
];
