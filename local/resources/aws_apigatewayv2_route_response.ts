import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DEFAULT_KEY } from '../websocket/templates';
import { oneOf } from './checks';

/** `aws_apigatewayv2_route_response`: lets a route answer the client. */
export const awsApigatewayv2RouteResponse: ResourceType<Services> = {
  type: 'aws_apigatewayv2_route_response',
  attributes: {
    api_id: 'served',
    route_id: 'served',
    route_response_key: oneOf(DEFAULT_KEY),
  },
  create({ attributes }, { websocket }) {
    const routeId = String(attributes.route_id);
    websocket.api(String(attributes.api_id)).addRouteResponse(routeId);
    return { id: `${routeId} response` };
  },
};
