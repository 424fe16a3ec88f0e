import type { IamAuthorizerProps } from '../apigateway/iam-authorizer';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import type { WebSocketApi } from '../websocket/api';
import { type ConnectionAuthorizer, iamConnectAuthorizer } from '../websocket/connect-authorizer';
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
    authorization_type: oneOf('NONE', 'CUSTOM', 'AWS_IAM'),
    authorizer_id: 'served',
    model_selection_expression: oneOf(SELECTS_DEFAULT),
    request_models: 'served',
    route_response_selection_expression: oneOf(DEFAULT_KEY),
  },
  create({ region, attributes }, services) {
    const key = required(attributes, 'route_key');
    const api = services.websocket.api(String(attributes.api_id));
    api.addRoute({
      key,
      target: required(attributes, 'target'),
      authorizer: authorizerOf(key, attributes, api, { ...services, region }),
      model: modelOf(attributes),
      twoWay: attributes.route_response_selection_expression !== undefined,
    });
    return { id: key };
  },
};

/** @throws Error where the authorizer and what asks for it do not go together, or elsewhere than on `$connect` */
function authorizerOf(
  key: string,
  { authorization_type: type = 'NONE', authorizer_id: id }: Record<string, unknown>,
  api: WebSocketApi,
  iam: IamAuthorizerProps,
): ConnectionAuthorizer | undefined {
  if (type === 'NONE' && id === undefined) return undefined;
  const together = type === 'CUSTOM' ? id !== undefined : type === 'AWS_IAM' && id === undefined;
  if (!together || key !== '$connect') {
    throw new Error(
      `authorizer_id: received ${id} with authorization_type ${type} on ${key}, allowed is CUSTOM with an authorizer, or AWS_IAM without, on $connect`,
    );
  }
  return type === 'AWS_IAM' ? iamConnectAuthorizer(iam) : api.authorizer(String(id));
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
