import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { SELECTS_DEFAULT } from '../websocket/templates';
import { DESCRIPTION, oneOf, TAGS } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_api`: a WebSocket API all messages of which take the route `$default`. */
export const awsApigatewayv2Api: ResourceType<Services> = {
  type: 'aws_apigatewayv2_api',
  attributes: {
    name: DESCRIPTION,
    description: DESCRIPTION,
    protocol_type: oneOf('WEBSOCKET'),
    route_selection_expression: 'served',
    tags: TAGS,
  },
  create({ address, region, attributes }, { websocket, cloud: { partition, endpoint } }) {
    const selection = required(attributes, 'route_selection_expression');
    if (selection !== SELECTS_DEFAULT) {
      throw new Error(
        `route_selection_expression: received ${selection}, the local cloud knows ${SELECTS_DEFAULT}`,
      );
    }
    const api = websocket.createApi(region, address);
    return {
      id: api.id,
      arn: `arn:${partition}:apigateway:${region}::/apis/${api.id}`,
      api_endpoint: endpoint.replace(/^http/, 'ws'),
      execution_arn: websocket.executionArn(api),
    };
  },
};
