import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, oneOf, TAGS } from './checks';
import { requireLogGroup } from './require-log-group';
import { required } from './required';
import { soleBlock } from './sole-block';

/** `aws_apigatewayv2_stage`: a WebSocket API at `/<region>/<name>`. */
export const awsApigatewayv2Stage: ResourceType<Services> = {
  type: 'aws_apigatewayv2_stage',
  attributes: {
    api_id: 'served',
    name: 'served',
    deployment_id: { inert: 'an API has one deployment here: the API as it stands' },
    description: DESCRIPTION,
    'access_log_settings.destination_arn': 'served',
    'access_log_settings.format': 'served',
    'default_route_settings.throttling_rate_limit': 'served',
    'default_route_settings.throttling_burst_limit': 'served',
    'default_route_settings.detailed_metrics_enabled': { inert: 'the local cloud has no metrics' },
    'default_route_settings.logging_level': oneOf('OFF'),
    'default_route_settings.data_trace_enabled': oneOf(false),
    tags: TAGS,
  },
  create({ region, attributes }, { apigateway, websocket, logs, cloud: { partition } }) {
    const api = websocket.api(String(attributes.api_id));
    const name = required(attributes, 'name');
    required(attributes, 'deployment_id');
    const { destination_arn, format } = soleBlock(attributes.access_log_settings);
    if (destination_arn) requireLogGroup(logs, region, String(destination_arn));
    const { throttling_rate_limit: rate = -1, throttling_burst_limit: burst = -1 } = soleBlock(
      attributes.default_route_settings,
    );
    const invokeUrl = websocket.createStage(api, {
      name,
      throttle: { rate: Number(rate), burst: Number(burst) },
      accessLog: destination_arn
        ? {
            destinationArn: String(destination_arn),
            format: String(format),
            accountRole: () => apigateway.accountRole(region),
          }
        : undefined,
    });
    return {
      id: name,
      invoke_url: invokeUrl,
      arn: `arn:${partition}:apigateway:${region}::/apis/${api.id}/stages/${name}`,
      execution_arn: `${websocket.executionArn(api)}/${name}`,
    };
  },
};
