import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DEFAULT_KEY, SELECTS_DEFAULT } from '../websocket/templates';
import { oneOf } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_route`: `$connect`, or `$default` for every message. */
export const awsApigatewayv2Route: ResourceType<Services> = {
  type: 'aws_apigatewayv2_route',
  attributes: {
    api_id: 'served',
    route_key: oneOf('$connect', DEFAULT_KEY),
    target: 'served',
    authorization_type: oneOf('NONE', 'CUSTOM'),
    authorizer_id: 'served',
    model_selection_expression: oneOf(SELECTS_DEFAULT),
    request_models: 'served',
    route_response_selection_expression: oneOf(DEFAULT_KEY),
  },
  create({ attributes }, { websocket }) {
    const key = required(attributes, 'route_key');
    websocket.api(String(attributes.api_id)).addRoute({
      key,
      target: required(attributes, 'target'),
      authorizerId: authorizerOf(key, attributes),
      model: modelOf(attributes),
      twoWay: attributes.route_response_selection_expression !== undefined,
    });
    return { id: key };
  },
};

/** @throws Error where the authorizer and what asks for it do not go together, or elsewhere than on `$connect` */
function authorizerOf(key: string, attributes: Record<string, unknown>): string | undefined {
  const { authorization_type: type = 'NONE', authorizer_id: id } = attributes;
  if (type === 'NONE' && id === undefined) return undefined;
  if (type === 'NONE' || id === undefined || key !== '$connect') {
    throw new Error(
      `authorizer_id: received ${id} with authorization_type ${type} on ${key}, allowed is CUSTOM with an authorizer on $connect`,
    );
  }
  return String(id);
}

/** Models are enforced only where something selects them (API Gateway Developer Guide, "Request validation for WebSocket APIs"). */
function modelOf(attributes: Record<string, unknown>): string | undefined {
  if (attributes.model_selection_expression === undefined) return undefined;
  const models = (attributes.request_models ?? {}) as Record<string, unknown>;
  const name = models[DEFAULT_KEY];
  if (typeof name !== 'string' || Object.keys(models).length !== 1) {
    throw new Error(
      `request_models: received the keys [${Object.keys(models).join(', ')}], the local cloud knows ${DEFAULT_KEY} alone`,
    );
  }
  return name;
}
